/// Finds what looks like a secret in a text.
///
/// Source: the services' own documents, and the rules of gitleaks and of GitHub's secret scanning.
struct SecretScanner {
    let bytes: [UInt8]

    /// The secret that begins here, or right behind the name that does; `nil`: none.
    func secret(at place: Int) -> Range<Int>? {
        switch bytes[place] {
        case UInt8(ascii: ":"): return passwordOfAddress(at: place)
        case UInt8(ascii: "/"): return tail(behind: "/api/webhooks/", at: place)
        default: break
        }
        guard isStart(place) else { return nil }
        return assigned(at: place) ?? afterScheme(at: place) ?? token(at: place)
            ?? tail(behind: "hooks.slack.com/services/", at: place)
    }

    /// Whether a word begins here.
    private func isStart(_ place: Int) -> Bool {
        guard Self.isName(bytes[place]) else { return false }
        return place == 0 || !Self.isName(bytes[place - 1])
    }

    /// The end of what begins here and is made of such bytes.
    private func end(from place: Int, while isPart: (UInt8) -> Bool) -> Int {
        place + bytes[place...].prefix(while: isPart).count
    }

    private func word(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self).lowercased()
    }

    // MARK: Names and their values

    /// What follows `password=`, `"api_key": "…"`, `--token …`, `Authorization: …`.
    private func assigned(at place: Int) -> Range<Int>? {
        let end = end(from: place, while: Self.isName)
        guard end - place <= 100 else { return nil }
        let name = word(place..<end)
        let isHeader = Self.headers.contains(name)
        guard isHeader || Self.isSecret(name) else { return nil }
        var start = self.end(from: end) { $0 == 0x20 || Self.isQuote($0) }
        if start < bytes.count, Self.isSign(bytes[start]) {
            start = self.end(from: start + 1) { $0 == 0x20 || Self.isQuote($0) }
        } else if !name.hasPrefix("--") || start == end {
            return nil
        }
        let stop = self.end(from: start) { byte in
            isHeader ? byte >= 0x20 && !Self.isQuote(byte) : Self.isValue(byte)
        }
        // Few letters behind a `token` are a count, or a word of a sentence.
        let fewest = isHeader || name.contains("pass") || name.contains("pwd") ? 1 : 8
        guard stop - start >= fewest, !Self.plainWords.contains(word(start..<stop)) else {
            return nil
        }
        return start..<stop
    }

    private static let headers: Set = [
        "authorization", "proxy-authorization", "x-api-key", "cookie", "set-cookie",
    ]

    /// Whether a name says that its value is a secret: `password`, `DB_PASSWORD`, `api-key`.
    private static func isSecret(_ name: String) -> Bool {
        let letters = name.filter { $0 != "_" && $0 != "-" }
        return secretNames.contains { letters.hasSuffix($0) }
    }

    private static let secretNames = [
        "password", "passwd", "passphrase", "pwd", "secret", "secretkey", "apikey", "token",
        "accesskey", "privatekey", "credential", "credentials",
    ]

    /// What stands behind such a name without being one.
    private static let plainWords: Set = [
        "true", "false", "null", "nil", "none", "required", "missing", "invalid", "incorrect",
        "wrong", "expired", "undefined", "[redacted]",
    ]

    /// What follows `Bearer` and `Basic`.
    private func afterScheme(at place: Int) -> Range<Int>? {
        let end = end(from: place, while: Self.isWord)
        guard ["bearer", "basic"].contains(word(place..<min(end, place + 10))),
            end < bytes.count, bytes[end] == 0x20
        else { return nil }
        let stop = self.end(from: end + 1, while: Self.isToken)
        let token = bytes[(end + 1)..<stop]
        return token.count >= 16 && token.contains(where: Self.isDigit) ? end + 1..<stop : nil
    }

    /// The password in `https://name:password@host`.
    private func passwordOfAddress(at place: Int) -> Range<Int>? {
        guard bytes[place...].starts(with: "://".utf8) else { return nil }
        let start = place + 3
        let stop = end(from: start) { $0 > 0x20 && $0 != UInt8(ascii: "/") && !Self.isQuote($0) }
        guard let at = bytes[start..<stop].lastIndex(of: UInt8(ascii: "@")),
            let colon = bytes[start..<at].firstIndex(of: UInt8(ascii: ":")), colon + 1 < at
        else { return nil }
        return colon + 1..<at
    }

    /// The part of an address that lets everybody in who knows it.
    private func tail(behind text: String, at place: Int) -> Range<Int>? {
        guard bytes[place...].starts(with: text.utf8) else { return nil }
        let start = place + text.utf8.count
        let stop = end(from: start) { $0 > 0x20 && !Self.isQuote($0) }
        return start < stop ? start..<stop : nil
    }

    // MARK: Tokens

    /// A token of a kind that is known.
    private func token(at place: Int) -> Range<Int>? {
        if let bot = botToken(at: place) { return bot }
        let rest = bytes[place...]
        for (prefix, length) in Self.prefixes where rest.starts(with: prefix.utf8) {
            let stop = end(from: place, while: Self.isToken)
            if stop - place >= length, bytes[place..<stop].contains(where: Self.isDigit) {
                return place..<stop
            }
        }
        // An access key of AWS.
        if rest.starts(with: "AKIA".utf8) || rest.starts(with: "ASIA".utf8) {
            let stop = end(from: place, while: Self.isWord)
            let isKey = bytes[place..<stop].allSatisfy {
                Self.isDigit($0) || (0x41...0x5A).contains($0)
            }
            return stop - place == 20 && isKey ? place..<stop : nil
        }
        // A JWT: parts of base64url, the first of which is an object.
        if rest.starts(with: "eyJ".utf8) {
            let stop = end(from: place, while: Self.isToken)
            let hasParts = bytes[place..<stop].contains(UInt8(ascii: "."))
            return hasParts && stop - place >= 30 ? place..<stop : nil
        }
        return nil
    }

    /// How a token begins, and how long it is at least.
    private static let prefixes = [
        ("ghp_", 20), ("gho_", 20), ("ghu_", 20), ("ghs_", 20), ("ghr_", 20), ("github_pat_", 20),
        ("glpat-", 16), ("sk-", 20), ("sk_live_", 16), ("sk_test_", 16), ("rk_live_", 16),
        ("xoxb-", 16), ("xoxp-", 16), ("xoxa-", 16), ("xoxr-", 16), ("xoxs-", 16), ("xapp-", 16),
        ("npm_", 20), ("pypi-", 20), ("AIza", 35), ("ya29.", 20), ("hf_", 20), ("tk_", 20),
        ("dop_v1_", 20), ("SG.", 30), ("shpat_", 20), ("AGE-SECRET-KEY-", 20),
    ]

    /// `123456789:` and 35 letters, as Telegram's bots have them, also behind `bot` in an address.
    private func botToken(at place: Int) -> Range<Int>? {
        let start = bytes[place...].starts(with: "bot".utf8) ? place + 3 : place
        let colon = end(from: start, while: Self.isDigit)
        guard (6...12).contains(colon - start), colon < bytes.count,
            bytes[colon] == UInt8(ascii: ":")
        else { return nil }
        let stop = end(from: colon + 1, while: Self.isName)
        return stop - colon > 30 ? start..<stop : nil
    }

    // MARK: Bytes

    static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isName(_ byte: UInt8) -> Bool { isWord(byte) || byte == UInt8(ascii: "-") }

    private static func isSign(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=")
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        isName(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "~")
    }

    private static func isQuote(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
    }

    /// What may follow `password=`.
    private static func isValue(_ byte: UInt8) -> Bool {
        guard byte > 0x20, !isQuote(byte) else { return false }
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: ")"),
            UInt8(ascii: "}"), UInt8(ascii: "<"), UInt8(ascii: ">"):
            return false
        default: return true
        }
    }
}
