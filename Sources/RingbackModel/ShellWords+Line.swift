extension ShellWords {
    /// The words as somebody would type them: quoted where a shell would else take them apart.
    package static func line(_ words: [String]) -> String {
        words.map { isPlain($0) ? $0 : quoted($0) }.joined(separator: " ")
    }

    private static func isPlain(_ word: String) -> Bool {
        !word.isEmpty
            && word.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "-_./:=@%+,".utf8.contains(byte)
                }
            }
    }
}
