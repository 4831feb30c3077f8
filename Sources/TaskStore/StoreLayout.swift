package import LosslessJSON
package import RingbackModel

/// How a family of task files spells what ``TaskRecord`` holds: words and names, no behaviour.
package enum StoreLayout: String, CaseIterable, Sendable {
    /// Claude Code and everybody else: `active.json`, `completed.json`, `failed.json`.
    case claude
    /// Factory Droid's background manager.
    case droid
    /// Octo's background workers.
    case octo

    /// The status word in the file.
    package func word(for status: TaskStatus) -> String {
        guard self == .droid else { return status.rawValue }
        return switch status {
        case .pending: "queued"
        case .failed: "error"
        default: status.rawValue
        }
    }

    private func status(for word: String) -> TaskStatus? {
        TaskStatus.allCases.first { self.word(for: $0) == word } ?? TaskStatus(rawValue: word)
    }

    /// Names in the file that differ from those of the record.
    private var renamed: [(record: String, file: String)] {
        self == .octo ? [("agent", "agent_name"), ("session_id", "thread_id")] : []
    }

    private var zone: Timestamp.Zone { self == .octo ? .offset : .zulu }

    /// What the original programs expect to find in every file, with the value where there is none.
    private var expected: [(String, JSON)] {
        switch self {
        case .claude: []
        case .droid:
            [
                ("session_id", .null), ("parent_session_id", .null), ("description", ""),
                ("prompt", ""), ("agent", .null), ("started_at", .null), ("queued_at", .null),
                ("completed_at", .null), ("result", .null), ("error", .null),
                ("concurrency_key", .null),
                ("parent_model", .null),
            ]
        case .octo:
            [
                ("type", "agent"), ("command", ""), ("cwd", ""), ("prompt", ""),
                ("agent_name", ""), ("thread_id", ""), ("max_turns", 50), ("env_overrides", [:]),
                ("timeout", 0), ("started_at", ""), ("completed_at", ""), ("result", ""),
                ("error", ""), ("paused_question", ""), ("paused_at", ""),
            ]
        }
    }

    /// The record that a file's object stands for; `nil` where it is none.
    package func record(from object: JSONObject) -> TaskRecord? {
        var members = object.members
        for index in members.indices {
            let key = members[index].key
            if let names = renamed.first(where: { $0.file == key }) {
                members[index].key = names.record
            } else if key == "status", let word = members[index].value.string {
                members[index].value = .text(status(for: word)?.rawValue)
            }
        }
        return TaskRecord(JSONObject(members: members))
    }

    /// The file's object for a record.
    package func object(for record: TaskRecord) -> JSONObject {
        var members = record.fields.members
        for index in members.indices {
            let key = members[index].key
            if key == "status" {
                members[index].value = .string(word(for: record.status))
            } else if zone != .zulu, TaskRecord.TimeField(rawValue: key) != nil,
                let time = members[index].value.string.flatMap(Timestamp.init)
            {
                members[index].value = .string(time.text(zone))
            }
            if let names = renamed.first(where: { $0.record == key }) {
                members[index].key = names.file
            }
        }
        var object = JSONObject(members: members)
        for (name, value) in expected where object[name] == nil || (object[name] == .null) {
            object[name] = value
        }
        return object
    }

    /// How the file is written: Octo's files are read by people, too.
    package var style: JSON.Layout { self == .octo ? .indented(2) : .compact }
}
