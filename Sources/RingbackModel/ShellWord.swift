/// A word of a shell line, as it is spelled there.
struct ShellWord {
    /// With its quotes.
    var text: [UInt8] = []
    /// Whether nothing in it is quoted or expanded in braces or parentheses.
    var isPlain = true
    /// What follows the last thing that is not plain.
    var tail: [UInt8] = []

    /// Whether a word can't go on with this byte.
    static func ends(at byte: UInt8) -> Bool { " \t\n;&|<>()".utf8.contains(byte) }

    /// The word, where it is plain.
    var plain: String? { isPlain ? String(decoding: text, as: UTF8.self) : nil }

    /// Whether it is that program, by its name or by a path whose end is not quoted.
    func names(_ program: [UInt8]) -> Bool {
        if isPlain, text == program { return true }
        let start = tail.count - program.count - 1
        return start >= 0 && tail[start] == UInt8(ascii: "/")
            && tail[(start + 1)...].elementsEqual(program)
    }

    /// Whether it is the number of a descriptor, where a redirection follows.
    var isNumber: Bool {
        isPlain && text.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Whether it sets a variable: `NAME=value`, `NAME+=value`.
    var isAssignment: Bool {
        guard let sign = text.firstIndex(of: UInt8(ascii: "=")) else { return false }
        var name = text[..<sign]
        if name.last == UInt8(ascii: "+") { name.removeLast() }
        guard let first = name.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        else { return false }
        return name.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }
}

/// Text that is given to a program on its stdin, from the next line on: `<<EOF`.
struct ShellHereDocument {
    private let delimiter: [UInt8]
    private let stripsTabs: Bool

    /// - Parameter word: the word behind `<<`, with its quotes.
    init(_ word: [UInt8], stripsTabs: Bool) {
        let words = try? ShellWords.split(String(decoding: word, as: UTF8.self))
        delimiter = Array((words?.first ?? "").utf8)
        self.stripsTabs = stripsTabs
    }

    /// Where it has ended that begins there: behind its delimiter.
    func end(in input: [UInt8], from start: Int) -> Int {
        var start = start
        while start < input.count {
            let end = input[start...].firstIndex(of: ShellReader.newline) ?? input.count
            var line = input[start..<end]
            if stripsTabs { line = line.drop { $0 == UInt8(ascii: "\t") } }
            start = min(end + 1, input.count)
            if line.elementsEqual(delimiter) { break }
        }
        return start
    }
}
