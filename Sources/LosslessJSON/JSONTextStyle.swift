/// How a JSON text is laid out: what is added to it is laid out the same way.
struct JSONTextStyle {
    /// `\n` or `\r\n`, as at the end of the first line.
    let newline: [UInt8]
    /// What a level is indented by.
    let unit: [UInt8]
    /// Whether the value takes several lines; a text that is empty yet will.
    let isMultiline: Bool

    init(_ bytes: [UInt8], _ root: JSONSyntax) {
        let firstEnd = bytes.firstIndex(of: 0x0A)
        newline = firstEnd.map { $0 > 0 && bytes[$0 - 1] == 0x0D } == true ? [0x0D, 0x0A] : [0x0A]
        let first =
            root.members?.first?.keyRange.lowerBound ?? root.elements?.first?.range.lowerBound
        isMultiline = first == nil || bytes[root.range].contains(0x0A)
        if let first, bytes[root.range.lowerBound..<first].contains(0x0A) {
            let outer = Self.lineIndent(at: root.range.lowerBound, in: bytes)
            unit = Array(Self.lineIndent(at: first, in: bytes).dropFirst(outer.count))
        } else {
            unit = [0x20, 0x20]
        }
    }

    /// The space that the line of a byte offset begins with.
    static func lineIndent(at offset: Int, in bytes: [UInt8]) -> [UInt8] {
        let start = bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return Array(bytes[start..<offset].prefix { $0 == 0x20 || $0 == 0x09 })
    }

    /// A value over several lines; the first one is not indented.
    func lines(_ value: JSON, indent: [UInt8]) -> [UInt8] {
        // A line end in the writer's text is never inside quotes: there it is escaped.
        var lines = value.bytes(.indented(1)).split(separator: 0x0A)[...]
        var text = lines.popFirst().map(Array.init) ?? []
        for line in lines {
            let level = line.prefix { $0 == 0x20 }.count
            text += newline + indent
            for _ in 0..<level { text += unit }
            text += line.dropFirst(level)
        }
        return text
    }

    /// The one child of an object or a list, over several lines.
    func child(_ wrapped: JSON, indent: [UInt8]) -> [UInt8] {
        switch wrapped {
        case .object(let object):
            object.members.flatMap {
                JSON.string($0.key).bytes() + Array(": ".utf8) + lines($0.value, indent: indent)
            }
        case .array(let elements): elements.flatMap { lines($0, indent: indent) }
        default: []
        }
    }

    /// The one child of an object or a list, on one line.
    func line(_ wrapped: JSON) -> [UInt8] { Array(wrapped.bytes().dropFirst().dropLast()) }
}
