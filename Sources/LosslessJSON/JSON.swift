/// A JSON value that loses nothing on its way from one file to another: members keep their order,
/// numbers their spelling, unknown members their place.
///
/// Ringback rewrites files that belong to other programs too, on the path of an agent's hook. The
/// coders of FoundationEssentials keep neither order nor spelling.
package enum JSON: Equatable, Sendable {
    case null
    case bool(Bool)
    /// A number as it was spelled, so that `1e400` and 64-bit integers survive a rewrite.
    case number(String)
    case string(String)
    case array([JSON])
    case object(JSONObject)
}

extension JSON {
    package static func integer(_ value: some BinaryInteger) -> JSON { .number(String(value)) }

    /// `nil` becomes `null`.
    package static func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }

    package var string: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    package var bool: Bool? {
        if case .bool(let value) = self { return value }
        return nil
    }

    package var double: Double? {
        if case .number(let spelling) = self { return Double(spelling) }
        return nil
    }

    /// The number, where it is whole and fits; `3.0` counts as 3.
    package var int: Int? {
        guard case .number(let spelling) = self else { return nil }
        return Int(spelling) ?? Double(spelling).flatMap { Int(exactly: $0) }
    }

    package var array: [JSON]? {
        if case .array(let elements) = self { return elements }
        return nil
    }

    package var object: JSONObject? {
        if case .object(let members) = self { return members }
        return nil
    }

    package var isNull: Bool { self == .null }

    /// The member of an object; `nil` where this is no object or has none of that name.
    package subscript(_ key: String) -> JSON? { object?[key] }

    /// What the value is, in words for an error message.
    package var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .integer(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(JSONObject(elements))
    }
}
