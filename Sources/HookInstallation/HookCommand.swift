/// The command line of a hook, as agents give it to a shell.
package enum HookCommand {
    /// The command that calls our program, given by its path, or by a name that is found on PATH.
    package static func text(_ program: String, _ table: HookTable) -> String {
        quoted(program) + " " + table.arguments
    }

    /// Whether a command of an agent's settings calls `ringback hook`, wherever that lies.
    package static func isOurs(_ command: String) -> Bool {
        let words = words(command, atMost: 2)
        return words.count == 2 && words[1] == "hook"
            && words[0].split(separator: "/").last == "ringback"
    }

    /// A word as a POSIX shell reads it back.
    static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "/._-+@%,:".utf8.contains(byte)
            }
        }
        if plain, !word.isEmpty { return word }
        let parts = word.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + parts.joined(separator: #"'\''"#) + "'"
    }

    /// The first words of a shell line, without their quotes.
    static func words(_ line: String, atMost limit: Int) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var rest = line[...]
        while let character = rest.popFirst(), words.count < limit {
            switch (quote, character) {
            case ("'", "'"), ("\"", "\""): quote = nil
            case ("'", _): word?.append(character)
            case (_, "\\"):
                // Inside double quotes a backslash stands for itself before most letters.
                let escapes = quote == nil || rest.first.map { "\"\\$`".contains($0) } == true
                let escaped = escapes ? rest.popFirst() : character
                word = (word ?? "") + (escaped.map { String($0) } ?? "")
            case ("\"", _): word?.append(character)
            case (_, "'"), (_, "\""):
                quote = character
                word = word ?? ""
            case (_, " "), (_, "\t"), (_, "\n"):
                if let done = word { words.append(done) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        if let word, words.count < limit { words.append(word) }
        return words
    }
}
