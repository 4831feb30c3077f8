package import LosslessJSON

/// A task as it stands in its file: a JSON object, of which every member survives each rewrite,
/// with names and types for those that Ringback knows.
package struct TaskRecord: Equatable, Sendable {
    package private(set) var fields: JSONObject

    /// A new task.
    package init(id: String, status: TaskStatus, created: Timestamp) {
        fields = [
            "id": .string(id), "status": .string(status.rawValue),
            "created_at": .string(created.text()),
        ]
    }

    /// A task out of a file; `nil` where it has no valid id or no status.
    package init?(_ fields: JSONObject) {
        guard let id = fields["id"]?.string, TaskID.isValid(id),
            let status = fields["status"]?.string, TaskStatus(rawValue: status) != nil
        else { return nil }
        self.fields = fields
    }

    package var id: String { fields["id"]?.string ?? "" }

    package var status: TaskStatus {
        get { fields["status"]?.string.flatMap(TaskStatus.init) ?? .failed }
        set { fields["status"] = .string(newValue.rawValue) }
    }

    /// Any member by its name.
    package subscript(name name: String) -> JSON? {
        get { fields[name] }
        set { fields[name] = newValue }
    }

    /// A text member; empty and null count as missing.
    package subscript(text name: TextField) -> String? {
        get {
            guard let text = fields[name.rawValue]?.string, !text.isEmpty else { return nil }
            return text
        }
        set { fields[name.rawValue] = newValue.map(JSON.string) }
    }

    package subscript(time name: TimeField) -> Timestamp? {
        get { fields[name.rawValue]?.string.flatMap(Timestamp.init) }
        set { fields[name.rawValue] = newValue.map { .string($0.text()) } }
    }

    /// The members that hold a text.
    package enum TextField: String, CaseIterable, Sendable {
        case description, prompt, command, agent, model, cwd, result, error
        /// Who does the work: `process` or `agent`.
        case type
        /// What started it: `subagent`, `shell`, `monitor`, `workflow`, `launch`, …
        case source
        case sessionID = "session_id"
        case parentSessionID = "parent_session_id"
        case toolUseID = "tool_use_id"
        /// Where its output lies, if not in `<id>.out`.
        case outputFile = "output_file"
        /// How its end became known, where nobody said it: `absence`.
        case endedBy = "ended_by"
        case pausedQuestion = "paused_question"
        /// The name of the agent's program, as the settings have it.
        case with
        case autonomy
        /// The task that this one does again.
        case retryOf = "retry_of"
        /// The task that this one goes on from.
        case follows
        /// The task from within which it was launched.
        case parentTask = "parent_task_id"
    }

    package enum TimeField: String, CaseIterable, Sendable {
        case created = "created_at"
        case queued = "queued_at"
        case started = "started_at"
        case completed = "completed_at"
        case paused = "paused_at"
        /// Somebody wants it stopped; its supervisor is at it.
        case cancelRequested = "cancel_requested_at"
        /// The agent's session said good-bye; its client may live on.
        case sessionEnded = "session_ended_at"
    }

    /// The agent's process that runs the task within itself.
    package var client: Client? {
        get { Client(fields["client"]) }
        set { fields["client"] = newValue?.json }
    }

    /// The process that runs the task for us.
    package var supervisor: Client? {
        get { Client(fields["supervisor"]) }
        set { fields["supervisor"] = newValue?.json }
    }

    /// The process without which it is lost.
    package var keeper: Client? { supervisor ?? client }

    /// Whether it was launched by us, and is not an agent's own or another program's.
    package var isLaunched: Bool {
        switch self[text: .source] {
        case "bg", "agent", "launch", "followup": true
        default: false
        }
    }

    /// What is executed: the program and its arguments; empty where it is not ours to run.
    package var argv: [String] {
        get { fields["argv"]?.array?.compactMap(\.string) ?? [] }
        set { fields["argv"] = .array(newValue.map(JSON.string)) }
    }

    /// The tasks that must have completed before it starts.
    package var after: [String] {
        get { fields["after"]?.array?.compactMap(\.string) ?? [] }
        set { fields["after"] = newValue.isEmpty ? nil : .array(newValue.map(JSON.string)) }
    }

    /// After so many seconds it is stopped; `nil`: never.
    package var timeout: Double? {
        get { fields["timeout"]?.double.flatMap { $0 > 0 ? $0 : nil } }
        set { fields["timeout"] = newValue.map(JSON.seconds) }
    }

    /// Whether the agent goes on without waiting for it; `nil`: not known yet.
    package var isBackground: Bool? {
        get { fields["background"]?.bool }
        set { fields["background"] = newValue.map(JSON.bool) }
    }

    /// What began its runs, prompts and calls: a further one is a further run.
    package var runs: [String] {
        get { fields["runs"]?.array?.compactMap(\.string) ?? [] }
        set { fields["runs"] = .array(newValue.map(JSON.string)) }
    }

    /// How often it has ended.
    package var ends: Int {
        get { fields["ends"]?.int ?? (status.isTerminal ? 1 : 0) }
        set { fields["ends"] = .integer(newValue) }
    }

    package var exitCode: Int? {
        get { fields["exit_code"]?.int }
        set { fields["exit_code"] = newValue.map { .integer($0) } }
    }

    /// How long it ran, as its agent tells it, else from start to end.
    package var seconds: Double? {
        if let milliseconds = fields["duration_ms"]?.double { return milliseconds / 1000 }
        guard let started = self[time: .started],
            let completed = self[time: .completed]
        else { return nil }
        return max(0, completed.seconds(since: started))
    }

    /// What to call it, in one line.
    package var title: String {
        let text = self[text: .description] ?? self[text: .command] ?? self[text: .prompt] ?? id
        return PlainText.line(text, limit: 80)
    }

    /// Adds what is missing and known; what stands already stays.
    package mutating func fill(_ details: JSONObject) {
        for member in details.members where !member.value.isNull && fields[member.key].isMissing {
            fields[member.key] = member.value
        }
    }
}

extension JSON {
    /// A number of seconds: whole where it is.
    package static func seconds(_ seconds: Double) -> JSON {
        seconds == seconds.rounded() && abs(seconds) < 1e15
            ? .integer(Int(seconds)) : .number("\(seconds)")
    }
}

extension JSON? {
    /// Nothing, null, or an empty text.
    fileprivate var isMissing: Bool {
        switch self {
        case nil, .null, .string(""): true
        default: false
        }
    }
}
