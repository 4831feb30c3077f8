import Testing

/// A live session of the real client, and what Ringback has to make of it.
struct LiveSession: Sendable, CustomTestStringConvertible {
    struct Task: Sendable {
        let description: String
        var status = "completed"
        var result: String?
        var error: String?
        var exitCode: Int?
        var ends = 1
        var background = true
    }

    let name: String
    /// In the order of their descriptions.
    var tasks: [Task] = []
    /// How many alerts of each kind, each key counted once.
    let alerts: [String: Int]
    var testDescription: String { name }

    static let all = resumed + endings + stopped + several + foreground + failures + permissions

    static let resumed = [
        Self(
            name: "resume",
            tasks: [Task(description: "Find auth", result: "Second answer: 5.", ends: 2)],
            alerts: ["completed": 2, "turn_finished": 2]),
        Self(
            name: "resume-while-busy",
            tasks: [Task(description: "Find auth", result: "Second answer: 5.", ends: 2)],
            alerts: ["completed": 2, "turn_finished": 1]),
        Self(
            name: "resume-with-prompts-between",
            tasks: [Task(description: "Find auth", result: "Second answer: 5.", ends: 2)],
            alerts: ["completed": 2, "turn_finished": 2]),
        Self(
            name: "message-to-a-running-subagent",
            tasks: [Task(description: "Find auth", result: "Second answer: 5.", ends: 2)],
            alerts: ["completed": 2, "turn_finished": 1]),
        Self(
            name: "shell-inside-a-subagent",
            tasks: [
                Task(description: "Find auth", result: "First answer: 3.", ends: 2),
                Task(description: "Inner"),
            ],
            alerts: ["completed": 3, "turn_finished": 2]),
    ]

    static let endings = [
        Self(
            name: "subagent-ends-while-busy",
            tasks: [Task(description: "Find auth", result: "First answer: 3.")],
            alerts: ["completed": 1, "turn_finished": 1]),
        Self(
            name: "subagent-ends-while-writing",
            tasks: [Task(description: "Find auth", result: "First answer: 3.")],
            alerts: ["completed": 1, "turn_finished": 2]),
        Self(
            name: "shell-ends-while-busy", tasks: [Task(description: "Build", exitCode: 0)],
            alerts: ["completed": 1, "turn_finished": 1]),
        Self(
            name: "shell-ends-while-writing", tasks: [Task(description: "Build", exitCode: 0)],
            alerts: ["completed": 1, "turn_finished": 2]),
        Self(
            name: "shell-sent-to-background",
            tasks: [Task(description: "Run a command", exitCode: 0)],
            alerts: ["completed": 1, "turn_finished": 2]),
        Self(
            name: "clear",
            tasks: [
                Task(description: "Eight", exitCode: 0),
                Task(description: "Find auth", result: "First answer: 3."),
            ],
            alerts: ["completed": 2, "turn_finished": 3]),
    ]

    static let stopped = [
        Self(
            name: "stop-of-a-shell",
            tasks: [Task(description: "Build", status: "cancelled", error: "Stopped by Claude")],
            alerts: ["turn_finished": 1]),
        Self(
            name: "stop-of-a-subagent",
            tasks: [
                Task(description: "Find auth", status: "cancelled", error: "Stopped by Claude")
            ],
            alerts: ["turn_finished": 1]),
        Self(
            name: "person-stops-a-shell",
            tasks: [
                Task(
                    description: "Build", status: "cancelled",
                    error: #"Task "Build" was stopped by the user"#)
            ],
            alerts: ["turn_finished": 2]),
        Self(
            name: "person-stops-a-subagent",
            tasks: [
                Task(
                    description: "Find auth", status: "cancelled",
                    error: #"Agent "Find auth" was stopped by user"#)
            ],
            alerts: ["turn_finished": 2]),
    ]

    static let several = [
        Self(
            name: "four-at-once", tasks: twoOfEach, alerts: ["completed": 4, "turn_finished": 1]),
        Self(
            name: "four-streamed", tasks: twoOfEach, alerts: ["completed": 4, "turn_finished": 2]),
        Self(name: "four-slow", tasks: twoOfEach, alerts: ["completed": 4, "turn_finished": 2]),
    ]

    private static let twoOfEach = [
        Task(description: "Agent 1", result: "First answer: 3."),
        Task(description: "Agent 2", result: "First answer: 3."),
        Task(description: "Shell a", exitCode: 0), Task(description: "Shell b", exitCode: 0),
    ]

    /// The agent waits for these itself: they are recorded, and do not ring.
    static let foreground = [
        Self(
            name: "foreground-subagent",
            tasks: [Task(description: "Find auth", result: "First answer: 3.", background: false)],
            alerts: ["turn_finished": 1]),
        Self(
            name: "two-in-foreground",
            tasks: [
                Task(description: "Agent 1", result: "First answer: 3.", background: false),
                Task(description: "Agent 2", result: "First answer: 3.", background: false),
            ],
            alerts: ["turn_finished": 1]),
        Self(
            name: "foreground-beside-background",
            tasks: [
                Task(description: "Fast", result: "Fast.", background: false),
                Task(description: "Slow", result: "Slow."),
            ],
            alerts: ["completed": 1, "turn_finished": 1]),
        Self(name: "shell-timeout", alerts: ["turn_finished": 1]),
    ]

    static let failures = [
        shell("shell-exit-3", exitCode: 3, turns: 2),
        shell("shell-terminated", exitCode: 143, turns: 2),
        shell("shell-killed", exitCode: 144, turns: 1),
        Self(
            name: "subagent-fails",
            tasks: [
                Task(description: "Find auth", status: "failed", error: "API Error: 400 bad thing")
            ],
            alerts: ["failed": 1, "turn_finished": 1]),
        Self(name: "turn-fails-rate-limit", alerts: ["turn_failed": 1]),
        Self(name: "turn-fails-not-logged-in", alerts: ["turn_failed": 1]),
        Self(
            name: "turn-fails-beside-a-subagent",
            tasks: [Task(description: "Find auth", result: "First answer: 3.")],
            alerts: ["completed": 1, "turn_failed": 1, "turn_finished": 1]),
    ]

    private static func shell(_ name: String, exitCode: Int, turns: Int) -> Self {
        Self(
            name: name,
            tasks: [
                Task(
                    description: "Build", status: "failed", error: "Exit code \(exitCode)",
                    exitCode: exitCode)
            ],
            alerts: ["failed": 1, "turn_finished": turns])
    }

    static let permissions = [
        Self(name: "permission-denied", alerts: ["permission": 1, "turn_finished": 1]),
        Self(name: "permission-denied-silently", alerts: ["permission": 1, "turn_finished": 1]),
        Self(name: "permission-escaped", alerts: ["permission": 2, "turn_finished": 1]),
        Self(name: "permission-granted", alerts: ["permission": 1, "turn_finished": 2]),
        Self(
            name: "permission-beside-a-subagent",
            tasks: [Task(description: "Find auth", result: "First answer: 3.")],
            alerts: ["permission": 2, "completed": 1, "turn_finished": 1]),
    ]
}
