/// Takes out of a text what must not leave the machine: secrets, as far as they look like one, and
/// the path of the home, which names its user.
///
/// It is a net, not a wall: a secret that looks like a word goes through.
struct Redaction: Equatable, Sendable {
    /// The home's path; empty: none.
    var home: String
    /// Whether anything is taken out.
    var isOn = true

    /// What stands in the place of a secret.
    static let mark = "[redacted]"

    func callAsFunction(_ text: String) -> String {
        guard isOn, !text.isEmpty else { return text }
        return withoutHomes(Self.withoutSecrets(Self.withoutKeys(text)))
    }

    /// `/home/me/shop` and `/Users/me/shop` become `~/shop`; so does this home, wherever it is.
    private func withoutHomes(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "/")) else { return text }
        var bytes = Array(text.utf8)
        if home.utf8.count > 1 { Self.replace(Array(home.utf8), namesUser: false, in: &bytes) }
        for root in ["/home/", "/Users/"] {
            Self.replace(Array(root.utf8), namesUser: true, in: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes a path as `~`, and with it the name that follows, where that is the user's.
    private static func replace(_ path: [UInt8], namesUser: Bool, in bytes: inout [UInt8]) {
        var result: [UInt8] = []
        var place = 0
        while place < bytes.count {
            let end = place + path.count
            guard bytes[place...].starts(with: path), isRoot(place, in: bytes) else {
                result.append(bytes[place])
                place += 1
                continue
            }
            let name = bytes[end...].prefix { isName($0) }
            // Either a name has to follow, or none may: `/rootless` is not below `/root`.
            if namesUser == name.isEmpty {
                result.append(bytes[place])
                place += 1
            } else {
                result.append(UInt8(ascii: "~"))
                place = namesUser ? end + name.count : end
            }
        }
        bytes = result
    }

    /// Whether a path begins here, and not in the midst of another one.
    private static func isRoot(_ place: Int, in bytes: [UInt8]) -> Bool {
        guard place > 0 else { return true }
        let before = bytes[place - 1]
        return !isName(before) && before != UInt8(ascii: "~")
    }

    private static func isName(_ byte: UInt8) -> Bool {
        SecretScanner.isWord(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            || byte >= 0x80
    }

    /// Leaves private keys out: from `-----BEGIN` to the end of that block, or of the text.
    private static func withoutKeys(_ text: String) -> String {
        guard text.contains("-----BEGIN ") else { return text }
        var kept: [Substring] = []
        var isInside = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if isInside {
                isInside = !line.contains("-----END ")
            } else if let start = line.firstRange(of: "-----BEGIN ")?.lowerBound {
                kept.append(line[..<start] + mark)
                isInside = !line[start...].contains("-----END ")
            } else {
                kept.append(line)
            }
        }
        return kept.joined(separator: "\n")
    }

    private static func withoutSecrets(_ text: String) -> String {
        let scanner = SecretScanner(bytes: Array(text.utf8))
        var result: [UInt8] = []
        var place = 0
        while place < scanner.bytes.count {
            guard let secret = scanner.secret(at: place) else {
                result.append(scanner.bytes[place])
                place += 1
                continue
            }
            result += scanner.bytes[place..<secret.lowerBound] + Array(mark.utf8)
            place = secret.upperBound
        }
        return String(decoding: result, as: UTF8.self)
    }
}
