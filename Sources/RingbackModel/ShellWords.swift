/// Words as a POSIX shell quotes them. Nothing is expanded: `$`, `*` and `~` are letters here.
///
/// Source: POSIX.1-2024, Shell Command Language, 2.2 Quoting.
package enum ShellWords {
    /// Why a text is no list of words.
    package enum Fault: Error, Equatable, CustomStringConvertible, Sendable {
        /// A quote that is never closed.
        case openQuote(Character)
        /// There is nothing behind the last backslash.
        case backslashAtEnd

        /// In words that follow "can't be read: ".
        package var description: String {
            switch self {
            case .openQuote(let quote): "a \(quote) is never closed"
            case .backslashAtEnd: "nothing follows the \\ at its end"
            }
        }
    }

    /// The words of a text, without their quotes.
    package static func split(_ text: String) throws(Fault) -> [String] {
        var words: [String] = []
        /// `nil` between words: `''` is one, too.
        var word: [UInt8]?
        func finish() {
            if let bytes = word { words.append(String(decoding: bytes, as: UTF8.self)) }
            word = nil
        }
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"): finish()
            case UInt8(ascii: "'"):
                guard let end = rest.firstIndex(of: byte) else { throw .openQuote("'") }
                word = (word ?? []) + rest[..<end]
                rest = rest[(end + 1)...]
            case UInt8(ascii: "\""): word = (word ?? []) + (try doubleQuoted(&rest))
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst() else { throw .backslashAtEnd }
                if escaped != UInt8(ascii: "\n") { word = (word ?? []) + [escaped] }
            default: word = (word ?? []) + [byte]
            }
        }
        finish()
        return words
    }

    /// What stands up to the next `"`, which is taken too.
    private static func doubleQuoted(_ rest: inout ArraySlice<UInt8>) throws(Fault) -> [UInt8] {
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            switch (byte, rest.first) {
            case (UInt8(ascii: "\""), _): return bytes
            case (UInt8(ascii: "\\"), UInt8(ascii: "\n")): _ = rest.popFirst()
            case (UInt8(ascii: "\\"), let next?) where "$`\"\\".utf8.contains(next):
                bytes.append(next)
                _ = rest.popFirst()
            default: bytes.append(byte)
            }
        }
        throw .openQuote("\"")
    }

    /// A word as a shell reads it back, byte for byte, whatever is in it.
    package static func quoted(_ word: String) -> String {
        // By bytes: a quote with a combining letter behind it is another Character than a quote.
        let parts = word.utf8.split(separator: UInt8(ascii: "'"), omittingEmptySubsequences: false)
        return "'" + parts.map { String(Substring($0)) }.joined(separator: #"'\''"#) + "'"
    }
}
