extension ShellReader {
    /// Copies a word, with what is quoted and expanded in it.
    mutating func copyWord() -> ShellWord {
        var word = ShellWord()
        while let byte = peek(), !ShellWord.ends(at: byte) {
            let begin = index
            if isBlank(at: index) {
                // A line break that is escaped parts no words and belongs to none.
                copy(2)
            } else if copyQuotes(byte, inDoubleQuotes: false) {
                word.isPlain = false
                word.text += input[begin..<index]
                word.tail = []
            } else {
                copy()
                word.text.append(byte)
                word.tail.append(byte)
            }
        }
        return word
    }

    /// Copies what is quoted or expanded, where that begins here.
    ///
    /// - Returns: whether it does.
    private mutating func copyQuotes(_ byte: UInt8, inDoubleQuotes: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "\\"): copy(2)
        case UInt8(ascii: "'") where !inDoubleQuotes: copySingleQuotes()
        case UInt8(ascii: "\""): copyDoubleQuotes()
        case UInt8(ascii: "`"): copyBackticks(inDoubleQuotes: inDoubleQuotes)
        case UInt8(ascii: "$"):
            switch peek(1) {
            case UInt8(ascii: "("): copySubstitution()
            case UInt8(ascii: "{"): copyBraces(inDoubleQuotes: inDoubleQuotes)
            case UInt8(ascii: "'") where !inDoubleQuotes:
                copy()
                copySingleQuotes()
                // Bash goes on where a backslash stands before the quote, other shells don't.
                if index > 1, input[index - 2] == UInt8(ascii: "\\") { giveUp() }
            default: return false
            }
        default: return false
        }
        return true
    }

    private mutating func copySingleQuotes() {
        let end = input[(index + 1)...].firstIndex(of: UInt8(ascii: "'"))
        copy(to: end.map { $0 + 1 } ?? input.count)
    }

    private mutating func copyDoubleQuotes() {
        nested { reader in
            reader.copy()
            while let byte = reader.peek() {
                if byte == UInt8(ascii: "\"") { return reader.copy() }
                if !reader.copyQuotes(byte, inDoubleQuotes: true) { reader.copy() }
            }
        }
    }

    /// Copies `${ … }`.
    private mutating func copyBraces(inDoubleQuotes: Bool) {
        nested { reader in
            reader.copy(2)
            while let byte = reader.peek() {
                if byte == UInt8(ascii: "}") { return reader.copy() }
                if !reader.copyQuotes(byte, inDoubleQuotes: inDoubleQuotes) { reader.copy() }
            }
        }
    }

    /// Copies `$( … )`, with commands in it, or `$(( … ))`, with none.
    private mutating func copySubstitution() {
        copy()
        if peek(1) == UInt8(ascii: "("), let end = parenthesesEnd(at: index),
            let inner = parenthesesEnd(at: index + 1), inner == end - 1
        {
            return copy(to: end)
        }
        group()
    }

    /// Copies what stands between backticks, where `\` stands before each of `` $`\ ``, and between
    /// double quotes before `"`, too.
    private mutating func copyBackticks(inDoubleQuotes: Bool) {
        let backslash = UInt8(ascii: "\\")
        let escapable = Array((inDoubleQuotes ? "$`\\\"" : "$`\\").utf8)
        var text: [UInt8] = []
        var end = index + 1
        while end < input.count, input[end] != UInt8(ascii: "`") {
            if input[end] == backslash, end + 1 < input.count {
                if !escapable.contains(input[end + 1]) { text.append(backslash) }
                end += 1
            }
            text.append(input[end])
            end += 1
        }
        guard end < input.count else { return giveUp() }
        var commands = inner(text)
        var changed: [UInt8] = []
        nested { _ in changed = commands.rewritten() }
        guard index < end else { return }
        if changed == text { return copy(to: end + 1) }
        let escaped = changed.flatMap { byte in
            // A `$` is the same with and without.
            byte != UInt8(ascii: "$") && escapable.contains(byte) ? [backslash, byte] : [byte]
        }
        let backtick = [UInt8(ascii: "`")]
        replace(to: end + 1, by: backtick + escaped + backtick)
    }

    /// Copies from `(` to its `)` what is no list of commands.
    mutating func copyParentheses() { copy(to: parenthesesEnd(at: index) ?? input.count) }

    /// Where the parentheses have ended that begin there.
    private func parenthesesEnd(at start: Int) -> Int? {
        var open = 0
        var quote: UInt8?
        var place = start
        while place < input.count {
            let byte = input[place]
            switch (byte, quote) {
            case (UInt8(ascii: "\\"), nil), (UInt8(ascii: "\\"), UInt8(ascii: "\"")): place += 1
            case (_, byte?): quote = nil
            case (UInt8(ascii: "'"), nil), (UInt8(ascii: "\""), nil): quote = byte
            case (UInt8(ascii: "("), nil): open += 1
            case (UInt8(ascii: ")"), nil):
                open -= 1
                if open == 0 { return place + 1 }
            default: break
            }
            place += 1
        }
        return nil
    }
}
