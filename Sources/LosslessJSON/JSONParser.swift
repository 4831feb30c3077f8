/// Reads RFC 8259 JSON, and what people paste into settings files besides: `//` and `/* */`
/// comments, trailing commas, a byte order mark. Bytes that are not UTF-8 become U+FFFD.
struct JSONParser<Node: JSONNode> {
    /// Deeper nesting is refused, so that no input can exhaust the stack.
    private static var deepest: Int { 128 }

    private static var unfinished: String { "the text ends inside an object or a list" }

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = textStart
    }

    /// Where the text begins: behind a byte order mark.
    private var textStart: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

    /// The one value of the text; anything but space behind it is a fault.
    mutating func document() throws(JSONError) -> Node {
        let node = try value()
        try skipSpace()
        guard position == bytes.count else { throw fault("unexpected text after the value") }
        return node
    }

    private mutating func value() throws(JSONError) -> Node {
        try skipSpace()
        let start = position
        guard let first = peek else { throw fault("the text ends where a value should stand") }
        switch first {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""):
            let text = try string()
            return .scalar(.string(text), start..<position)
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw fault("no value can begin here")
        }
    }

    private mutating func object() throws(JSONError) -> Node {
        let start = position
        try enter()
        var members: [Node.Member] = []
        while try !closes(with: UInt8(ascii: "}")) {
            let keyStart = position
            guard peek == UInt8(ascii: "\"") else {
                throw fault(peek == nil ? Self.unfinished : "expected a name in quotes or }")
            }
            let key = try string()
            let keyRange = keyStart..<position
            try skipSpace()
            guard peek == UInt8(ascii: ":") else { throw fault("expected : after a name") }
            position += 1
            members.append(Node.member(key, keyRange, try value()))
            try separator(before: UInt8(ascii: "}"))
        }
        depth -= 1
        return .object(members, start..<position)
    }

    private mutating func array() throws(JSONError) -> Node {
        let start = position
        try enter()
        var elements: [Node] = []
        while try !closes(with: UInt8(ascii: "]")) {
            guard peek != nil else { throw fault(Self.unfinished) }
            elements.append(try value())
            try separator(before: UInt8(ascii: "]"))
        }
        depth -= 1
        return .array(elements, start..<position)
    }

    private mutating func enter() throws(JSONError) {
        position += 1
        depth += 1
        guard depth <= Self.deepest else {
            throw fault("nested more than \(Self.deepest) levels deep")
        }
    }

    private mutating func closes(with byte: UInt8) throws(JSONError) -> Bool {
        try skipSpace()
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func separator(before close: UInt8) throws(JSONError) {
        try skipSpace()
        if peek == UInt8(ascii: ",") {
            position += 1
        } else if peek != close {
            throw fault(
                peek == nil
                    ? Self.unfinished
                    : "expected a comma or \(Character(Unicode.Scalar(close)))")
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> Node {
        let start = position
        let end = start + word.utf8CodeUnitCount
        guard end <= bytes.count, bytes[start..<end].elementsEqual(word.description.utf8) else {
            throw fault("no value can begin here")
        }
        position = end
        return .scalar(value, start..<end)
    }

    private mutating func number() throws(JSONError) -> Node {
        let start = position
        if peek == UInt8(ascii: "-") { position += 1 }
        let zero = peek == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0 else { throw fault("a number needs a digit") }
        guard !zero || whole == 1 else { throw fault("a number may not begin with 0") }
        if peek == UInt8(ascii: ".") {
            position += 1
            guard digits() > 0 else { throw fault("a number needs a digit after its point") }
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            guard digits() > 0 else { throw fault("a number needs a digit in its exponent") }
        }
        let spelling = String(decoding: bytes[start..<position], as: UTF8.self)
        return .scalar(.number(spelling), start..<position)
    }

    private mutating func digits() -> Int {
        let start = position
        while let byte = peek, byte &- UInt8(ascii: "0") <= 9 { position += 1 }
        return position - start
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: bytes[start..<(position - 1)], as: UTF8.self)
            case UInt8(ascii: "\\"):
                return try escapedString(from: start)
            case 0x0A, 0x0D:
                throw fault("a text may not run over the end of its line")
            default:
                position += 1
            }
        }
        throw fault("the text ends inside quotes")
    }

    /// Goes on with a text in which the first escape was met.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var text = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0x0A, 0x0D:
                position -= 1
                throw fault("a text may not run over the end of its line")
            default: text.append(byte)
            }
        }
        throw fault("the text ends inside quotes")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard let byte = peek else { throw fault("the text ends inside quotes") }
        position += 1
        switch byte {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "u"):
            let scalar = try unicodeEscape()
            text.append(contentsOf: String(Character(scalar)).utf8)
        default: throw fault("unknown escape in a text")
        }
    }

    /// The scalar of `\uXXXX`, or of the surrogate pair that begins there; half a pair is U+FFFD.
    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let unit = try hexadecimal()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        let behind = position
        if unit < 0xDC00, peek == UInt8(ascii: "\\"), position + 1 < bytes.count,
            bytes[position + 1] == UInt8(ascii: "u")
        {
            position += 2
            let low = try hexadecimal()
            if (0xDC00...0xDFFF).contains(low),
                let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
            {
                return scalar
            }
            position = behind
        }
        return "\u{FFFD}"
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw fault("an escape needs four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    private mutating func skipSpace() throws(JSONError) {
        while let byte = peek {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            case UInt8(ascii: "/"): try skipComment()
            default: return
            }
        }
    }

    private mutating func skipComment() throws(JSONError) {
        let next = position + 1 < bytes.count ? bytes[position + 1] : 0
        if next == UInt8(ascii: "/") {
            while let byte = peek, byte != 0x0A { position += 1 }
        } else if next == UInt8(ascii: "*") {
            let start = position
            position += 2
            while position + 1 < bytes.count {
                if bytes[position] == UInt8(ascii: "*"), bytes[position + 1] == UInt8(ascii: "/") {
                    position += 2
                    return
                }
                position += 1
            }
            position = start
            throw fault("a comment is not closed")
        } else {
            throw fault("no value can begin here")
        }
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func fault(_ message: String) -> JSONError {
        let lineStart = bytes.prefix(position).lastIndex(of: 0x0A).map { $0 + 1 } ?? textStart
        return JSONError(
            line: JSONSyntax.line(of: position, in: bytes),
            column: position - lineStart + 1, message: message)
    }
}

extension JSON {
    /// Parses a whole text.
    ///
    /// - Throws: ``JSONError`` with the place of the first fault.
    package static func parse(_ text: [UInt8]) throws(JSONError) -> JSON {
        var parser = JSONParser<JSON>(text)
        return try parser.document()
    }

    /// Parses a whole text, as ``parse(_:)-([UInt8])``.
    package static func parse(_ text: String) throws(JSONError) -> JSON {
        try parse(Array(text.utf8))
    }
}
