extension JSON {
    /// How a value is laid out.
    package enum Layout: Sendable {
        /// One line, no spaces.
        case compact
        /// One member a line, indented by this many spaces a level.
        case indented(Int)
    }

    /// The value as UTF-8 text, without a newline at the end.
    package func bytes(_ layout: Layout = .compact) -> [UInt8] {
        var text: [UInt8] = []
        write(into: &text, layout)
        return text
    }

    /// The value as text, without a newline at the end.
    package func text(_ layout: Layout = .compact) -> String {
        String(decoding: bytes(layout), as: UTF8.self)
    }

    /// Adds the value to a text.
    package func write(into text: inout [UInt8], _ layout: Layout = .compact, level: Int = 0) {
        switch self {
        case .null: text.append(contentsOf: "null".utf8)
        case .bool(let value): text.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let spelling): text.append(contentsOf: spelling.utf8)
        case .string(let value): Self.quote(value, into: &text)
        case .array(let elements):
            Self.list(elements, "[", "]", into: &text, layout, level) { element, text in
                element.write(into: &text, layout, level: level + 1)
            }
        case .object(let object):
            Self.list(object.members, "{", "}", into: &text, layout, level) { member, text in
                Self.quote(member.key, into: &text)
                text.append(UInt8(ascii: ":"))
                if case .indented = layout { text.append(UInt8(ascii: " ")) }
                member.value.write(into: &text, layout, level: level + 1)
            }
        }
    }

    private static func list<Element>(
        _ elements: [Element], _ open: Unicode.Scalar, _ close: Unicode.Scalar,
        into text: inout [UInt8], _ layout: Layout, _ level: Int,
        each: (Element, inout [UInt8]) -> Void
    ) {
        text.append(UInt8(ascii: open))
        for (index, element) in elements.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            newline(into: &text, layout, level + 1)
            each(element, &text)
        }
        if !elements.isEmpty { newline(into: &text, layout, level) }
        text.append(UInt8(ascii: close))
    }

    private static func newline(into text: inout [UInt8], _ layout: Layout, _ level: Int) {
        guard case .indented(let spaces) = layout else { return }
        text.append(0x0A)
        text.append(contentsOf: repeatElement(0x20, count: spaces * level))
    }

    /// Adds a text in quotes. Control characters are escaped, so that a line is always one line.
    private static func quote(_ value: String, into text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                text.append(UInt8(ascii: "\\"))
                text.append(byte)
            case 0x0A: text.append(contentsOf: "\\n".utf8)
            case 0x0D: text.append(contentsOf: "\\r".utf8)
            case 0x09: text.append(contentsOf: "\\t".utf8)
            case 0..<0x20, 0x7F:
                let digits = String(byte, radix: 16)
                text.append(contentsOf: (digits.utf8.count == 1 ? "\\u000" : "\\u00").utf8)
                text.append(contentsOf: digits.utf8)
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
    }
}
