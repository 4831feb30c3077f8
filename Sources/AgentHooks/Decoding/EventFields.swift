internal import LosslessJSON
internal import RingbackModel

/// The members of an event, with the types that they should have.
///
/// camelCase names have been seen from Droid and others: `session_id` is found as `sessionId` too.
struct EventFields {
    let object: JSONObject

    subscript(_ name: String) -> JSON? { object[name] ?? object[Self.camelCase(name)] }

    /// A text that is not empty.
    func text(_ name: String) -> String? {
        guard let text = self[name]?.string, !text.isEmpty else { return nil }
        return text
    }

    func object(_ name: String) -> JSONObject { self[name]?.object ?? [:] }

    private static func camelCase(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: "_")) else { return name }
        let words = name.split(separator: "_")
        return words.dropFirst().reduce(String(words.first ?? "")) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }
}
