/// The space and the comments that stand at a place of a JSON text which is known to be sound.
struct JSONTrivia {
    /// Where the next token begins.
    private(set) var end: Int
    /// Where the last comment ends, without the space behind it; the beginning where there is none.
    private(set) var contentEnd: Int
    /// Whether that comment ends with its line.
    private(set) var endsInLineComment = false

    init(_ bytes: [UInt8], from start: Int) {
        contentEnd = start
        end = Self.spaceEnd(bytes, from: start)
        while end + 1 < bytes.count, bytes[end] == UInt8(ascii: "/") {
            endsInLineComment = bytes[end + 1] == UInt8(ascii: "/")
            contentEnd =
                endsInLineComment
                ? Self.lineEnd(bytes, from: end) : Self.blockEnd(bytes, from: end + 2)
            end = Self.spaceEnd(bytes, from: contentEnd)
        }
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    /// The first byte from a place on that is no space.
    static func spaceEnd(_ bytes: [UInt8], from start: Int) -> Int {
        bytes[start...].firstIndex { !isSpace($0) } ?? bytes.count
    }

    /// Whether nothing but space follows on the line of a place.
    static func endsLine(_ bytes: [UInt8], at place: Int) -> Bool {
        let next = bytes[place...].first { $0 != 0x20 && $0 != 0x09 }
        return next == nil || next == 0x0A || next == 0x0D
    }

    /// Where a line's text ends, before its line end and the space there.
    private static func lineEnd(_ bytes: [UInt8], from start: Int) -> Int {
        let line = bytes[start...].prefix { $0 != 0x0A }
        return (line.lastIndex { !isSpace($0) } ?? start) + 1
    }

    private static func blockEnd(_ bytes: [UInt8], from start: Int) -> Int {
        var place = start
        while place + 1 < bytes.count {
            if bytes[place] == UInt8(ascii: "*"), bytes[place + 1] == UInt8(ascii: "/") {
                return place + 2
            }
            place += 1
        }
        return bytes.count
    }
}
