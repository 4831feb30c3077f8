extension ShellReader {
    /// Copies a word, and what belongs to it where it is a keyword or a function's name.
    ///
    /// - Returns: the position of the next word.
    mutating func word(at position: Position) -> Position {
        let word = copyWord()
        if word.isNumber, let next = peek(), "<>".utf8.contains(next) { return position }
        switch position {
        case .argument: return .argument
        case .command: return command(word)
        case .compoundEnd: return Keyword(word)?.position ?? .argument
        case .wrapped(var wrapper):
            return wrapper.takes(word) ? .wrapped(wrapper) : program(word)
        }
    }

    /// What follows a word in the place of a command.
    private mutating func command(_ word: ShellWord) -> Position {
        if let keyword = Keyword(word) {
            if keyword == .case { caseClause() }
            return keyword.position
        }
        if word.isAssignment {
            // A list, as bash has it.
            if peek() == UInt8(ascii: "(") { copyParentheses() }
            return .command
        }
        let end = input[index...].firstIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        if let end, input[end] == UInt8(ascii: "(") {
            // A function's name: its body follows.
            copy(to: end)
            copyParentheses()
            return .command
        }
        return program(word)
    }

    private mutating func program(_ word: ShellWord) -> Position {
        if let wrapper = word.plain.flatMap(ShellWrapper.init) { return .wrapped(wrapper) }
        insert(behind: word)
        return .argument
    }

    /// Copies what follows `case`, to `esac`.
    private mutating func caseClause() {
        nested { reader in
            reader.copyLineBreaks()
            _ = reader.copyWord()
            reader.copyLineBreaks()
            guard reader.isNext("in") else { return }
            _ = reader.copyWord()
            while true {
                reader.copyLineBreaks()
                if reader.isNext("esac") {
                    reader.copy(4)
                    return
                }
                guard reader.patterns() else { return }
                reader.commands(until: .item)
                while let byte = reader.peek(), ";&".utf8.contains(byte) { reader.copy() }
            }
        }
    }

    /// Copies the patterns of an item of `case`, and the `)` behind them.
    ///
    /// - Returns: whether they were there.
    private mutating func patterns() -> Bool {
        if peek() == UInt8(ascii: "(") { copy() }
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: ")"):
                copy()
                return true
            case UInt8(ascii: "|"): copy()
            case _ where isBlank(at: index): copyBlanks()
            case _ where ShellWord.ends(at: byte): return false
            default: _ = copyWord()
            }
        }
        return false
    }

    private mutating func copyLineBreaks() {
        copyBlanks()
        while peek() == Self.newline {
            copy()
            copyBlanks()
        }
    }

    /// A word with a meaning of its own where a command may stand.
    private enum Keyword {
        /// One that a command follows.
        case opening
        case `case`
        /// The end of a compound command.
        case closing

        init?(_ word: ShellWord) {
            switch word.plain {
            case "if", "then", "elif", "else", "while", "until", "do", "!", "{": self = .opening
            case "case": self = .case
            case "fi", "done", "esac", "}": self = .closing
            default: return nil
            }
        }

        var position: Position {
            switch self {
            case .opening: .command
            case .case, .closing: .compoundEnd
            }
        }
    }
}
