extension AgentProfile {
    /// What may stand between braces in a word of a command.
    package enum Placeholder: String, CaseIterable, Sendable {
        case prompt, model, autonomy, agent
        case folder = "cwd"
        case session
    }

    /// The names between braces in a word, known or not, in their order. What can't be a name, such
    /// as `{"a": 1}` or `{}`, is text like any other.
    package static func names(in word: String) -> [String] {
        Piece.pieces(of: word).compactMap { piece in
            if case .named(let name) = piece { return name }
            return nil
        }
    }

    /// A part of a word.
    enum Piece: Equatable {
        case text(Substring)
        /// What stands between braces.
        case named(String)

        /// The word in pieces; an empty one is one empty piece.
        static func pieces(of word: String) -> [Piece] {
            var pieces: [Piece] = []
            var text = word.startIndex..<word.startIndex
            while let brace = word[text.upperBound...].firstIndex(of: "{") {
                let begin = word.index(after: brace)
                let end = word[begin...].firstIndex { !isNameLetter($0) } ?? word.endIndex
                guard end < word.endIndex, word[end] == "}", begin < end else {
                    text = text.lowerBound..<begin
                    continue
                }
                if text.lowerBound < brace { pieces.append(.text(word[text.lowerBound..<brace])) }
                pieces.append(.named(String(word[begin..<end])))
                text = word.index(after: end)..<word.index(after: end)
            }
            if text.lowerBound < word.endIndex || pieces.isEmpty {
                pieces.append(.text(word[text.lowerBound...]))
            }
            return pieces
        }

        private static func isNameLetter(_ character: Character) -> Bool {
            character.isASCII && (character.isLetter || character.isNumber)
                || character == "_" || character == "-"
        }
    }
}
