/// The last line of a file of ours, which tells ours from others and untouched ones from edited ones.
///
/// It carries a checksum of all before it: so what any version has written, with any path of the
/// program, is known again, and a single letter that a person changed makes the file theirs.
enum PromptMark {
    /// Whose a file is.
    enum Owner: Equatable {
        /// As one of our versions wrote it.
        case us
        /// Ours once; somebody has edited it.
        case edited
        /// Never ours.
        case others
    }

    private static let opening =
        "<!-- Made by 'ringback install', which updates it until you edit it; "
    private static let closing = " -->\n"

    /// The text with our mark.
    static func sign(_ text: String) -> String {
        let body = text + "\n"
        return body + opening + checksum(body.utf8) + closing
    }

    static func owner(of bytes: [UInt8]) -> Owner {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let mark = text.ranges(of: opening).last else { return .others }
        let body = text[..<mark.lowerBound]
        let isWhole = text[mark.lowerBound...] == opening + checksum(body.utf8) + closing
        return isWhole && bytes.elementsEqual(text.utf8) ? .us : .edited
    }

    /// FNV-1a, 64 bits: it guards against oversight, not against malice.
    private static func checksum(_ bytes: some Sequence<UInt8>) -> String {
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
