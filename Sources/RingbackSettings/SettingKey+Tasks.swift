internal import LosslessJSON
internal import RingbackModel

/// The settings of tasks that Ringback runs, and of what is kept of them.
extension SettingKey {
    static let historyLimit = SettingKey(
        "history_limit", in: .ringback, .number(1, 100_000),
        "How many ended tasks stand in completed.json, and as many in failed.json.",
        project: .nothing, get: { .integer($0.historyLimit) },
        set: { $0.historyLimit = $1.int ?? $0.historyLimit })

    static let retention = SettingKey(
        "retention", in: .ringback,
        .members([
            SettingMember("days", .optionalNumber(1, 36_500)),
            SettingMember("tasks", .optionalNumber(1, 10_000_000)),
        ]),
        "For how many days ended tasks and their outputs are kept, and how many; null: any number.",
        project: .nothing,
        get: {
            [
                "days": $0.retention.days.map { .integer($0) } ?? .null,
                "tasks": $0.retention.tasks.map { .integer($0) } ?? .null,
            ]
        },
        set: { settings, value in
            if let days = value["days"] { settings.retention.days = days.int }
            if let tasks = value["tasks"] { settings.retention.tasks = tasks.int }
        })

    static let outputLimit = SettingKey(
        "output_limit", in: .ringback, .number(131_072, nil),
        "How much of a task's output is kept, in bytes.",
        project: .onlyLower, get: { .integer($0.outputLimit) },
        set: { $0.outputLimit = $1.int ?? $0.outputLimit })

    static let graceSeconds = SettingKey(
        "grace_seconds", in: .ringback, .number(0, 300),
        "How long a task that is to stop has until it is killed, in seconds.",
        project: .nothing, get: { .integer($0.graceSeconds) },
        set: { $0.graceSeconds = $1.int ?? $0.graceSeconds })

    static let standardAgent = SettingKey(
        "agent", in: .ringback, .name,
        "The agent that 'ringback agent' calls where none is named.",
        project: .nothing, get: { .string($0.standardAgent) },
        set: { $0.standardAgent = $1.string ?? $0.standardAgent })

    static let agents = SettingKey(
        "agents", in: .ringback, .agents,
        "How agents are called, by their names, over the way that Ringback knows.",
        project: .nothing,
        get: { settings in
            let names = settings.agents.keys.sorted()
            return .object(JSONObject(names.map { ($0, settings.agents[$0]?.json ?? .null) }))
        },
        set: { settings, value in
            for member in value.object?.members ?? [] {
                settings.agents[member.key] = AgentProfile(member.value)
            }
        })
}
