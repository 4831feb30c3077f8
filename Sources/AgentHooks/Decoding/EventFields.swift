internal import LosslessJSON
internal import RingbackModel

/// The members of an event, with the types that they should have.
///
/// camelCase names have been seen from Droid and others: `session_id` is found as `sessionId` too.
struct EventFields {
    private let object: JSONObject
    private let isCamelCase: Bool

    init(_ object: JSONObject) {
        self.object = object
        isCamelCase = object.members.contains { member in
            member.key.utf8.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        }
    }

    subscript(_ name: String) -> JSON? {
        object[name] ?? (isCamelCase ? object[Self.camelCase(name)] : nil)
    }

    /// A text that is not empty.
    func text(_ name: String) -> String? {
        guard let text = self[name]?.string, !text.isEmpty else { return nil }
        return text
    }

    func object(_ name: String) -> JSONObject { self[name]?.object ?? [:] }

    private static func camelCase(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: "_")) else { return name }
        let words = name.split(separator: "_")
        return words.dropFirst().reduce(String(words.first ?? "")) { name, word in
            name + word.prefix(1).uppercased() + word.dropFirst()
        }
    }
}
