/// A short name for a text, the same in every process: FNV-1a, 64 bits, as 16 hexadecimal digits.
///
/// Source: RFC 9923. It tells two events apart; it keeps no secret.
package enum Fingerprint {
    package static func of(_ parts: String...) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for part in parts {
            for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
