/// What the parser builds: plain values (``JSON``), or values that know where they stand
/// (``JSONSyntax``). The ranges are byte offsets into the text.
protocol JSONNode {
    associatedtype Member
    static func scalar(_ value: JSON, _ range: Range<Int>) -> Self
    static func array(_ elements: [Self], _ range: Range<Int>) -> Self
    static func object(_ members: [Member], _ range: Range<Int>) -> Self
    static func member(_ key: String, _ keyRange: Range<Int>, _ value: Self) -> Member
}

extension JSON: JSONNode {
    static func scalar(_ value: JSON, _ range: Range<Int>) -> JSON { value }
    static func array(_ elements: [JSON], _ range: Range<Int>) -> JSON { .array(elements) }
    static func object(_ members: [JSONObject.Member], _ range: Range<Int>) -> JSON {
        .object(JSONObject(members: members))
    }
    static func member(
        _ key: String, _ keyRange: Range<Int>, _ value: JSON
    ) -> JSONObject.Member { JSONObject.Member(key: key, value: value) }
}
