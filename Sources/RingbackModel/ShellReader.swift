/// Copies a shell line and puts something in behind each place where it runs a program.
///
/// Each part of it takes one construct of the grammar from ``input`` to ``output``, and stops at the
/// end of what is there: nothing here fails.
///
/// Source: POSIX.1-2024, Shell Command Language, 2.2 to 2.10.
struct ShellReader {
    let input: [UInt8]
    private(set) var index = 0
    private(set) var output: [UInt8] = []
    private let program: [UInt8]
    private let insertion: [UInt8]
    /// How many constructs we are in.
    private let outerDepth: Int
    private var depth = 0
    /// Those whose text begins at the next line, in their order.
    private var hereDocuments: [ShellHereDocument] = []

    /// What is nested deeper is not looked at.
    private static let deepest = 50

    init(_ input: [UInt8], program: [UInt8], insertion: [UInt8], depth: Int = 0) {
        self.input = input
        self.program = program
        self.insertion = insertion
        outerDepth = depth
    }

    mutating func rewritten() -> [UInt8] {
        commands(until: .end)
        return output
    }

    /// What ends a list of commands; it is left to the caller.
    enum End {
        case end
        /// `)`
        case parenthesis
        /// `;;`, `;&` or `esac`
        case item
    }

    /// What a word would be.
    enum Position {
        /// The name of a program, or a keyword.
        case command
        /// The name of a program, behind one that runs another, such as `env`.
        case wrapped(ShellWrapper)
        /// An argument.
        case argument
        /// A keyword: a compound command has just ended.
        case compoundEnd
    }

    /// Copies commands.
    mutating func commands(until end: End) {
        var position = Position.command
        while let byte = peek() {
            switch byte {
            case Self.newline:
                copy()
                copyHereDocuments()
                position = .command
            case _ where isBlank(at: index) || byte == UInt8(ascii: "#"): copyBlanks()
            case UInt8(ascii: ";"):
                if end == .item, let next = peek(1), next == byte || next == UInt8(ascii: "&") {
                    return
                }
                copy()
                position = .command
            case UInt8(ascii: "&"), UInt8(ascii: "|"):
                copy()
                // `&>` of bash is no end of a command.
                if byte != UInt8(ascii: "&") || peek() != UInt8(ascii: ">") { position = .command }
            case UInt8(ascii: "<"), UInt8(ascii: ">"): redirection()
            case UInt8(ascii: "("):
                if case .command = position {
                    group()
                    position = .compoundEnd
                } else {
                    copyParentheses()
                }
            case UInt8(ascii: ")"):
                if end == .parenthesis { return }
                copy()
                position = .compoundEnd
            default:
                if end == .item, case .command = position, isNext("esac") { return }
                position = word(at: position)
            }
        }
    }

    /// Copies `( … )`, with commands in it.
    mutating func group() {
        copy()
        nested { reader in
            let outer = reader.hereDocuments
            reader.hereDocuments = []
            reader.commands(until: .parenthesis)
            reader.hereDocuments = outer
        }
        if peek() != nil { copy() }
    }

    /// Copies the rest as it is where the nesting gets too deep.
    mutating func nested(_ body: (inout ShellReader) -> Void) {
        guard outerDepth + depth < Self.deepest else { return giveUp() }
        depth += 1
        body(&self)
        depth -= 1
    }

    /// A reader for a part of the line that stands there in another spelling.
    func inner(_ text: [UInt8]) -> ShellReader {
        ShellReader(
            text, program: program, insertion: insertion, depth: outerDepth + depth + 1)
    }

    /// Copies a redirection and its operand.
    private mutating func redirection() {
        let begin = index
        while let byte = peek(), "<>".utf8.contains(byte), index - begin < 3 { copy() }
        let sign = input[begin..<index]
        if sign.elementsEqual("<<".utf8) {
            let stripsTabs = peek() == UInt8(ascii: "-")
            if stripsTabs { copy() }
            copyBlanks()
            let delimiter = copyWord()
            hereDocuments.append(ShellHereDocument(delimiter.text, stripsTabs: stripsTabs))
            return
        }
        // A substitution of a process, as bash has it.
        if peek() == UInt8(ascii: "(") { return group() }
        if let byte = peek(), "&|".utf8.contains(byte) { copy() }
        copyBlanks()
        _ = copyWord()
    }

    private mutating func copyHereDocuments() {
        for document in hereDocuments { copy(to: document.end(in: input, from: index)) }
        hereDocuments = []
    }

    /// Puts it in, where it does not stand already.
    mutating func insert(behind word: ShellWord) {
        guard word.names(program) else { return }
        let rest = input[index...]
        if rest.starts(with: insertion) {
            let end = index + insertion.count
            if end == input.count || isBlank(at: end) || ShellWord.ends(at: input[end]) { return }
        }
        output += insertion
    }
}

extension ShellReader {
    static var newline: UInt8 { UInt8(ascii: "\n") }

    func peek(_ offset: Int = 0) -> UInt8? {
        index + offset < input.count ? input[index + offset] : nil
    }

    /// Copies bytes as they are.
    mutating func copy(_ count: Int = 1) { copy(to: min(index + count, input.count)) }

    mutating func copy(to end: Int) {
        output += input[index..<end]
        index = end
    }

    mutating func giveUp() { copy(to: input.count) }

    /// Passes over bytes, and writes others.
    mutating func replace(to end: Int, by bytes: [UInt8]) {
        output += bytes
        index = end
    }

    /// Whether a blank stands there, or a line break that is escaped.
    func isBlank(at place: Int) -> Bool {
        guard place < input.count else { return false }
        if input[place] == UInt8(ascii: "\\") {
            return place + 1 < input.count && input[place + 1] == Self.newline
        }
        return input[place] == UInt8(ascii: " ") || input[place] == UInt8(ascii: "\t")
    }

    /// Copies blanks, and a comment behind them.
    mutating func copyBlanks() {
        while isBlank(at: index) { copy(peek() == UInt8(ascii: "\\") ? 2 : 1) }
        guard peek() == UInt8(ascii: "#") else { return }
        copy(to: input[index...].firstIndex(of: Self.newline) ?? input.count)
    }

    /// Whether that word stands next.
    func isNext(_ word: String) -> Bool {
        let end = index + word.utf8.count
        return input[index...].starts(with: word.utf8)
            && (end == input.count || ShellWord.ends(at: input[end]))
    }
}
