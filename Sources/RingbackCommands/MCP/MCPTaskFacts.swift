internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

/// What a model is told of a task: never the variables that it was given.
struct MCPTaskFacts {
    private let store: TaskStore
    private let record: TaskRecord
    private let now: Timestamp

    init(_ store: TaskStore, _ record: TaskRecord, at now: Timestamp) {
        self.store = store
        self.record = record
        self.now = now
    }

    /// The properties of ``brief``, for a schema.
    static let briefSchema = Schema.result(
        [
            "task_id": ["type": "string"],
            "status": Schema.choice(
                TaskStatus.allCases.map(\.rawValue),
                "pending: queued; paused: waits for its person's answer"),
            "description": ["type": "string"], "type": ["type": "string"],
            "elapsed_seconds": ["type": "number"], "exit_code": ["type": "integer"],
            "error": ["type": "string"], "progress_percent": ["type": "integer"],
            "progress_message": ["type": "string"], "question": ["type": "string"],
        ], required: ["task_id", "status", "description"])

    /// What stands in a list.
    var brief: JSONObject {
        var object: JSONObject = [
            "task_id": .string(record.id), "status": .string(record.status.rawValue),
            "description": .string(record.title),
        ]
        object["type"] = record[text: .type].map(JSON.string)
        object["elapsed_seconds"] = elapsed.map(JSON.seconds)
        object["exit_code"] = record.exitCode.map { .integer($0) }
        object["error"] = record[text: .error].map { .string(PlainText.cut($0, limit: 500)) }
        let cells = TaskCells(record, at: now)
        object["progress_percent"] = cells.percent.map { .integer($0) }
        object["progress_message"] = cells.message.isEmpty ? nil : .string(cells.message)
        if record.status == .paused {
            object["question"] = record[text: .pausedQuestion].map(JSON.string)
        }
        return object
    }

    /// With what it gave.
    var outcome: JSONObject {
        var object = brief
        object["error"] = record[text: .error].map { .string(cut($0)) }
        object["result"] = record[text: .result].map { .string(cut($0)) }
        return object
    }

    /// All that is known, but for its output.
    var whole: JSONObject {
        var object = outcome
        let texts: [(String, TaskRecord.TextField)] = [
            ("command", .command), ("prompt", .prompt), ("agent", .agent), ("with", .with),
            ("model", .model), ("cwd", .cwd), ("session_id", .sessionID),
            ("parent_task_id", .parentTask),
        ]
        for (name, field) in texts {
            object[name] = record[text: field].map { .string(PlainText.cut($0, limit: 4000)) }
        }
        for field in [TaskRecord.TimeField.created, .started, .completed] {
            object[field.rawValue] = record[time: field].map { .string($0.text()) }
        }
        object["output_file"] = store.outputFile(of: record).map(JSON.string)
        if !record.after.isEmpty { object["after"] = .array(record.after.map(JSON.string)) }
        return object
    }

    /// A line of it: `build  running 2m03s  40 % tests  Run the build`.
    var line: String {
        let cells = TaskCells(record, at: now)
        let state = record.status.rawValue + (cells.elapsed == "-" ? "" : " " + cells.elapsed)
        let percent = cells.percent.map { "\($0) %" } ?? ""
        let why = record.status.isTerminal ? record[text: .error] ?? "" : ""
        let parts = [
            record.id, state, percent, cells.message, record.title, PlainText.line(why, limit: 200),
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "  ")
    }

    /// The line, and what it gave.
    var report: String {
        let gave = record.status == .completed ? record[text: .result] : nil
        return [line, gave.map(cut)].compactMap(\.self).joined(separator: "\n")
    }

    private var elapsed: Double? {
        if record.status.isTerminal { return record.seconds }
        let start = record.status == .pending ? record[time: .queued] : record[time: .started]
        return start.map { max(0, now.seconds(since: $0).rounded()) }
    }

    /// So much of what it gave is told, in characters: a model's context is small.
    private static let longest = 40_000

    private func cut(_ text: String) -> String {
        guard text.utf8.count > Self.longest, text.count > Self.longest else { return text }
        return text.prefix(Self.longest)
            + "\n[cut here; 'ringback status --json \(record.id)' gives all of it]"
    }
}

extension TaskOutputFile {
    /// So much of the end is looked at for its last lines, in bytes.
    private static let tail = 65_536

    /// The last lines that it has written, fit to be shown; empty where there are none.
    static func lastLines(_ count: Int, of record: TaskRecord, in store: TaskStore) -> String {
        guard count > 0, let path = path(of: record, in: store),
            let end = try? FileSystem.readTail(path, limit: tail)
        else { return "" }
        let start = end.isWhole ? 0 : end.bytes.firstIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let text = PlainText.clean(
            String(decoding: end.bytes[start...], as: UTF8.self), limit: .max)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        return lines.suffix(count).joined(separator: "\n")
    }
}
