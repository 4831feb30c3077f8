/// A JSON value that knows where it stands in its text: for messages that name a line, and for
/// edits that leave everything else as it is.
package struct JSONSyntax: Sendable {
    package struct Member: Sendable {
        package var key: String
        /// Where the name stands, quotes included.
        package var keyRange: Range<Int>
        package var value: JSONSyntax
    }

    package enum Content: Sendable {
        case scalar(JSON)
        case array([JSONSyntax])
        case object([Member])
    }

    package var content: Content
    /// Byte offsets in the text.
    package var range: Range<Int>

    /// The value without its places.
    package var value: JSON {
        switch content {
        case .scalar(let value): value
        case .array(let elements): .array(elements.map(\.value))
        case .object(let members):
            .object(JSONObject(members.map { ($0.key, $0.value.value) }))
        }
    }

    package var members: [Member]? {
        if case .object(let members) = content { return members }
        return nil
    }

    package var elements: [JSONSyntax]? {
        if case .array(let elements) = content { return elements }
        return nil
    }

    package func member(_ key: String) -> Member? { members?.last { $0.key == key } }

    /// Parses a whole text.
    ///
    /// - Throws: ``JSONError`` with the place of the first fault.
    package static func parse(_ text: [UInt8]) throws(JSONError) -> JSONSyntax {
        var parser = JSONParser<JSONSyntax>(text)
        return try parser.document()
    }

    /// The line of a byte offset, counted from 1.
    package static func line(of offset: Int, in text: [UInt8]) -> Int {
        text.prefix(offset).reduce(into: 1) { line, byte in if byte == 0x0A { line += 1 } }
    }
}

extension JSONSyntax: JSONNode {
    static func scalar(_ value: JSON, _ range: Range<Int>) -> JSONSyntax {
        JSONSyntax(content: .scalar(value), range: range)
    }
    static func array(_ elements: [JSONSyntax], _ range: Range<Int>) -> JSONSyntax {
        JSONSyntax(content: .array(elements), range: range)
    }
    static func object(_ members: [Member], _ range: Range<Int>) -> JSONSyntax {
        JSONSyntax(content: .object(members), range: range)
    }
    static func member(_ key: String, _ keyRange: Range<Int>, _ value: JSONSyntax) -> Member {
        Member(key: key, keyRange: keyRange, value: value)
    }
}
