internal import Glibc
internal import LosslessJSON

/// The text of a view: a JSON object with one task a line, so that a task is added or dropped by
/// lines, without decoding the others.
///
/// ```
/// {"version":1,"tasks":[
/// {"id":"a",…},
/// {"id":"b",…}
/// ]}
/// ```
struct ViewFile {
    private static let opening = Array("{\"version\":1,".utf8)
    private static let listOpening = Array("\"tasks\":[\n".utf8)
    private static let closing = Array("]}\n".utf8)
    private static let listEnd = Array("\"tasks\":[".utf8)

    /// One task a line, oldest first, without commas and newlines.
    private(set) var lines: [ArraySlice<UInt8>]

    init() { lines = [] }

    /// Takes a view apart; `nil` where it is not of our making, or torn.
    init?(_ text: [UInt8]) {
        guard text.starts(with: Self.opening) else { return nil }
        var lines = Self.lines(of: text)
        guard let first = lines.first, first.suffix(Self.listEnd.count) == Self.listEnd[...],
            lines.count > 1, lines.removeLast().elementsEqual("]}".utf8)
        else { return nil }
        lines.removeFirst()
        for index in lines.indices {
            let line = lines[index]
            if index < lines.count - 1 {
                guard line.last == UInt8(ascii: ",") else { return nil }
                lines[index] = line.dropLast()
            }
            guard lines[index].first == UInt8(ascii: "{"), lines[index].last == UInt8(ascii: "}")
            else { return nil }
        }
        self.lines = lines
    }

    /// What stands before the list of a view; `nil` where nothing does.
    static func head(of text: [UInt8]) -> JSON? {
        let plain = opening + listOpening
        guard !text.starts(with: plain), let end = text.firstIndex(of: 0x0A) else { return nil }
        return try? JSON.parse(text[..<end] + Array("]}".utf8))
    }

    /// - Parameter extra: members that stand before the list.
    func text(_ extra: JSONObject = [:]) -> [UInt8] {
        var text = Self.opening
        text.reserveCapacity(lines.reduce(64) { $0 + $1.count + 2 })
        for member in extra.members {
            JSON.string(member.key).write(into: &text)
            text.append(UInt8(ascii: ":"))
            member.value.write(into: &text)
            text.append(UInt8(ascii: ","))
        }
        text += Self.listOpening
        for (index, line) in lines.enumerated() {
            text += line
            if index < lines.count - 1 { text.append(UInt8(ascii: ",")) }
            text.append(0x0A)
        }
        return text + Self.closing
    }

    /// Adds a task at the end, or in the place of its older line.
    ///
    /// - Parameter object: its first member must be the id.
    mutating func put(_ object: JSONObject, id: String) {
        remove(id)
        lines.append(JSON.object(object).bytes()[...])
    }

    /// Puts a task in the place of its older line, or at the end.
    ///
    /// - Parameter object: its first member must be the id.
    mutating func update(_ object: JSONObject, id: String) {
        let line = JSON.object(object).bytes()[...]
        if let index = index(of: id) {
            if lines[index] != line { lines[index] = line }
        } else {
            lines.append(line)
        }
    }

    /// Drops a task.
    ///
    /// - Returns: whether it stood there.
    @discardableResult
    mutating func remove(_ id: String) -> Bool {
        guard let index = index(of: id) else { return false }
        lines.remove(at: index)
        return true
    }

    /// The line of a task.
    func line(_ id: String) -> ArraySlice<UInt8>? { index(of: id).map { lines[$0] } }

    private func index(of id: String) -> Int? {
        let start = Array("{\"id\":\(JSON.string(id).text())".utf8)
        return lines.firstIndex { $0.starts(with: start) }
    }

    /// Drops the oldest tasks until so many are left.
    mutating func trim(to limit: Int) { lines.removeFirst(max(0, lines.count - limit)) }

    private static func lines(of text: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        unsafe text.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            while start < bytes.count,
                let found = unsafe memchr(base + start, 0x0A, bytes.count - start)
            {
                let end = unsafe UnsafeRawPointer(found) - base
                lines.append(text[start..<end])
                start = end + 1
            }
        }
        return start == text.count ? lines : []
    }
}
