internal import LosslessJSON
internal import ModelContext
internal import RingbackModel

extension MCPTools {
    private static let own = Schema.result(
        ["task_id": ["type": "string"], "status": ["type": "string"]],
        required: ["task_id", "status"])

    var reportProgress: Tool {
        Tool(
            "report_progress", title: "Say how far the own task is",
            description: """
                For an agent that runs inside a background task: says how far it is, which its \
                person sees in the list of tasks. Call it at each larger step.
                """,
            input: Schema.object(
                [
                    "percent": [
                        "type": "number", "minimum": 0, "maximum": 100,
                        "description": "How much is done, if you can tell",
                    ],
                    "message": Schema.text("What you are doing now: one short line"),
                ], required: ["message"]),
            output: Self.own, traits: .init(idempotent: true)
        ) { call in
            let (store, record) = try ownTask()
            let percent = call.arguments["percent"]?.double.map { Int($0) }
            try context.report(
                Progress(percent: percent, message: call.text("message")), of: record.id, in: store)
            return ToolResult(
                "Told.",
                ["task_id": .string(record.id), "status": .string(record.status.rawValue)])
        }
    }

    var complete: Tool {
        Tool(
            "task_complete", title: "Complete the own task",
            description: """
                For an agent that runs inside a background task: ends the task with its result, \
                which whoever dispatched it gets, word for word. Call it once, when all is done; \
                with 'error' the task counts as failed. Then finish.
                """,
            input: Schema.object(
                [
                    "result": Schema.text("What came out: all that is needed", mayBeEmpty: true),
                    "error": Schema.text("Why it failed; only where it did", mayBeEmpty: true),
                ], required: ["result"]),
            output: Self.own, traits: .init(idempotent: true)
        ) { call in
            let (store, record) = try ownTask()
            guard !record.status.isTerminal else {
                return .failure("the task has ended already: it is \(record.status.rawValue)")
            }
            let status = try context.complete(
                record, in: store, result: call.arguments["result"]?.string ?? "",
                error: call.text("error"))
            return ToolResult(
                "Task \(record.id) is \(status.rawValue).",
                ["task_id": .string(record.id), "status": .string(status.rawValue)])
        }
    }
}
