internal import LosslessJSON
package import RingbackModel
package import RingbackSystem

/// An agent's record of its session: JSON lines, of which the end alone is read.
package struct Transcript {
    private let file: String
    /// What was read of it, from the end, in bytes.
    private let size: Int
    private let limit: Int
    private let isWhole: Bool
    private let lines: [ArraySlice<UInt8>]

    /// What is read at most, from the end, in bytes: transcripts of gigabytes happen.
    package static let tail = 256 << 10
    /// What is read first: mostly it is enough.
    private static let firstLook = 16 << 10

    /// Reads the tail of a transcript. A missing one, a folder, a FIFO: `nil`.
    package init?(_ path: String, _ paths: Paths, limit: Int = tail) {
        self.init(file: paths.expand(path), size: min(Self.firstLook, limit), limit: limit)
    }

    private init?(file: String, size: Int, limit: Int) {
        guard let tail = (try? FileSystem.readTail(file, limit: size)) ?? nil else { return nil }
        self.file = file
        self.size = size
        self.limit = limit
        isWhole = tail.isWhole
        var lines = tail.bytes.split(separator: 0x0A)
        // Where the file begins before the tail, the first line is torn.
        if !tail.isWhole, !lines.isEmpty { lines.removeFirst() }
        self.lines = lines
    }

    /// The same transcript, from farther back; `nil` where there is no more to be read.
    private var fartherBack: Transcript? {
        guard !isWhole, size < limit else { return nil }
        return Transcript(file: file, size: min(size * 16, limit), limit: limit)
    }

    /// The text that the assistant said last; `nil` where it said nothing in the tail.
    ///
    /// Lines of other kinds and torn ones are passed over; so are those of subagents, unless the
    /// transcript is a subagent's own, in which every line is marked as one.
    package func lastAssistantText(ofSubagent isSubagents: Bool = false) -> String? {
        let mark = Array("assistant".utf8)
        for line in lines.reversed() where line.contains(mark) {
            guard let entry = try? JSON.parse(Array(line)),
                isSubagents || entry["isSidechain"] != true,
                entry["isApiErrorMessage"] != true
            else { continue }
            let message = entry["message"] ?? entry
            guard message["role"] == "assistant", let text = Self.text(message["content"]) else {
                continue
            }
            return text
        }
        return fartherBack?.lastAssistantText(ofSubagent: isSubagents)
    }

    /// The last report of a task's end that the agent was given in the middle of a turn.
    package func report(of id: String) -> HookEvent.TaskReport? {
        let mark = Array("<task-id>\(id)<".utf8)
        for line in lines.reversed() where line.contains(mark) {
            guard let entry = try? JSON.parse(Array(line)) else { continue }
            for text in Self.texts(entry) {
                if let report = TaskReportParser.reports(in: text).first(where: { $0.id == id }) {
                    return report
                }
            }
        }
        return fartherBack?.report(of: id)
    }

    /// The last text of a message's content: a text itself, or a list of blocks.
    private static func text(_ content: JSON?) -> String? {
        if let text = content?.string { return text }
        return content?.array?.last { $0["type"] == "text" && $0["text"]?.string != nil }?["text"]?
            .string
    }

    /// All texts of a value, however deep.
    private static func texts(_ value: JSON) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array(let elements): elements.flatMap(texts)
        case .object(let object): object.members.flatMap { texts($0.value) }
        default: []
        }
    }
}

extension ArraySlice<UInt8> {
    /// Whether some bytes stand in this slice.
    fileprivate func contains(_ mark: [UInt8]) -> Bool {
        guard let first = mark.first else { return true }
        var rest = self
        while let found = rest.firstIndex(of: first) {
            rest = rest[found...]
            if rest.starts(with: mark) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
