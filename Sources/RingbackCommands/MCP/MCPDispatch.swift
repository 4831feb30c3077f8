internal import CommandLineKit
internal import LosslessJSON
internal import ModelContext
internal import RingbackModel
internal import TaskRunner
internal import TaskStore

extension MCPTools {
    var dispatch: Tool {
        Tool(
            "dispatch_background", title: "Dispatch a background task",
            description: """
                Starts a shell command, or a coding agent with a prompt, in the background and \
                returns its task id at once. Use it for what takes longer than you want to wait: \
                builds, test suites, servers, long searches, a part of the work that another \
                agent can do alone. Give either 'command' or 'prompt'. The task waits in a queue \
                while all slots are taken, survives the end of this session, and the person is \
                told when it ends. Get its result with wait_background_task or \
                get_background_task; do not poll in a loop.
                """,
            input: Schema.object(Self.launchProperties), output: Self.launched,
            traits: .init(destructive: true, openWorld: true)
        ) { call in
            let launched = try launch([call.arguments])
            guard let task = launched.first else { return .failure("nothing was launched") }
            return ToolResult(
                task.line
                    + "\nThe person is told when it ends; wait_background_task gives its result.",
                task.object)
        }
    }

    var parallelDispatch: Tool {
        Tool(
            "parallel_dispatch", title: "Dispatch several background tasks",
            description: """
                Starts 2 to 8 background tasks at once: parts of the work that do not depend on \
                each other, or that follow one another by 'after' with the ids you give them. All \
                are started, or none where one of them can't be. Each takes what \
                dispatch_background takes. Then collect the results with one \
                wait_background_task for all ids.
                """,
            input: Schema.object(
                [
                    "tasks": Schema.list(
                        Schema.object(Self.launchProperties), 2...8,
                        "The tasks, in the order in which they are to start")
                ], required: ["tasks"]),
            output: Schema.result(
                ["tasks": ["type": "array", "items": Self.launched]], required: ["tasks"]),
            traits: .init(destructive: true, openWorld: true)
        ) { call in
            let launched = try launch(call.arguments["tasks"]?.array?.compactMap(\.object) ?? [])
            return ToolResult(
                launched.map(\.line).joined(separator: "\n"),
                ["tasks": .array(launched.map { .object($0.object) })])
        }
    }

    private static let launchProperties: JSON = [
        "command": Schema.text(
            "A line for the shell, such as 'npm run build && npm test'. Not together with prompt"),
        "prompt": Schema.text(
            "What a coding agent is to do; it knows nothing of this conversation, so say all that "
                + "it needs. Not together with command"),
        "description": Schema.text("What to call it, for people: a few words"),
        "id": Schema.text(
            "An id of your own, such as 'search-auth': letters, digits, - _ . @; else one is made"),
        "agent": Schema.text("With prompt: the role that the agent is to take, where it has roles"),
        "with": Schema.text(
            "With prompt: which program: claude, droid, codex, gemini, or one of the settings"),
        "model": Schema.text("With prompt: the model"),
        "autonomy": Schema.choice(
            Autonomy.allCases.map(\.rawValue), "With prompt: what it may do unasked"),
        "cwd": Schema.text("The folder that it runs in; else that of this session"),
        "timeout": Schema.seconds("Stop it after so many seconds; else never"),
        "after": Schema.list(
            Schema.text("A task's id"), 0...32,
            "Start it when all of these tasks have completed; if one fails it is not started"),
        "env": [
            "type": "object", "additionalProperties": ["type": "string"],
            "description":
                "Variables for it, such as {\"CI\": \"1\"}; their values are never shown",
        ],
    ]

    private static let launched = Schema.result(
        [
            "task_id": ["type": "string"],
            "status": Schema.choice(TaskStatus.allCases.map(\.rawValue), "pending: it is queued"),
            "description": ["type": "string"],
            "waiting_before": [
                "type": "integer", "description": "How many tasks start before it",
            ],
        ], required: ["task_id", "status", "description"])

    /// Launches tasks: all of them, or none.
    private func launch(_ requests: [JSONObject]) throws -> [MCPLaunched] {
        let store = context.taskStore(try invocation.location(context))
        try context.checkLaunching(in: store)
        var launches: [Launch] = []
        for (index, request) in requests.enumerated() {
            do {
                launches.append(try MCPLaunchRequest(request).launch(in: store.location, context))
            } catch {
                throw requests.count == 1
                    ? error : Failure("nothing was started: tasks[\(index)]: \(error)")
            }
        }
        let bell = Bell(context)
        let records: [TaskRecord]
        do {
            records = try context.runner(bell).launch(launches, in: store)
        } catch let error as TaskRequestError where requests.count > 1 {
            throw Failure("nothing was started: \(error)")
        }
        let waiting = store.activeRecords().filter { $0.status == .pending }.map(\.id)
        return records.map { MCPLaunched($0, waitingBefore: waiting.firstIndex(of: $0.id)) }
    }
}

/// What is to be launched, as a model says it.
private struct MCPLaunchRequest {
    private let arguments: JSONObject

    init(_ arguments: JSONObject) { self.arguments = arguments }

    private func text(_ name: String) -> String? {
        arguments[name]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }

    func launch(in store: StoreLocation, _ context: CommandContext) throws -> Launch {
        let folder = try context.launchFolder(text("cwd"))
        var launch: Launch
        switch (text("command"), text("prompt")) {
        case (let command?, nil):
            if let name = ["agent", "with", "model", "autonomy"].first(where: { text($0) != nil }) {
                throw UsageError("'\(name)' is for a 'prompt', and this is a 'command'")
            }
            launch = try CommandRequest(words: [command]).launch(in: store, folder: folder, context)
        case (nil, let prompt?):
            launch = try AgentRequest(
                with: text("with"), prompt: prompt, agent: text("agent"), model: text("model"),
                autonomy: text("autonomy"), source: "agent"
            ).launch(in: store, folder: folder, context)
        default: throw UsageError("give either 'command' or 'prompt'")
        }
        let terms = LaunchTerms(
            id: text("id"), name: text("description"),
            after: arguments["after"]?.array?.compactMap(\.string) ?? [],
            variables: try variables, timeout: arguments["timeout"]?.double)
        terms.put(into: &launch, context)
        return launch
    }

    private var variables: [(name: String, value: String)] {
        get throws {
            try (arguments["env"]?.object?.members ?? []).map { member in
                guard LaunchTerms.canBeVariable(member.key) else {
                    throw UsageError(
                        "'\(PlainText.line(member.key, limit: 60))' can't be the name of a variable"
                    )
                }
                return (member.key, member.value.string ?? "")
            }
        }
    }
}

/// A task that was launched.
private struct MCPLaunched {
    let object: JSONObject
    let line: String

    /// - Parameter place: how many wait before it; `nil`: it does not wait.
    init(_ record: TaskRecord, waitingBefore place: Int?) {
        var object: JSONObject = [
            "task_id": .string(record.id), "status": .string(record.status.rawValue),
            "description": .string(record.title),
        ]
        object["waiting_before"] = place.map { .integer($0) }
        self.object = object
        let wait =
            record.after.isEmpty
            ? place.map { ", \($0) before it in the queue" }
            : ", follows \(record.after.joined(separator: ", "))"
        let state = record.status.rawValue + (record.status == .pending ? wait ?? "" : "")
        line = "Background task dispatched: \(record.id) (\(state)): \(record.title)"
    }
}
