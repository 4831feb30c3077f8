internal import LosslessJSON
internal import ModelContext
internal import RingbackModel

extension MCPTools {
    var list: Tool {
        Tool(
            "list_background_tasks", title: "List background tasks",
            description: """
                Lists background tasks, newest first: those at work and the last that ended, with \
                id, status, how long, and how far. Use it when you don't know a task's id; to get \
                a result use get_background_task or wait_background_task.
                """,
            input: Schema.object([
                "status": Schema.choice(
                    TaskStatus.allCases.map(\.rawValue), "Only those in this status"),
                "limit": Schema.integer(1...200, "How many at most; else 20"),
            ]),
            output: Schema.result(
                [
                    "total": [
                        "type": "integer", "description": "How many there are, listed or not",
                    ],
                    "tasks": ["type": "array", "items": MCPTaskFacts.briefSchema],
                ], required: ["total", "tasks"]),
            traits: .init(readOnly: true, idempotent: true)
        ) { call in
            let wanted = call.text("status").flatMap(TaskStatus.init)
            let tasks = try TaskListing(invocation, context).tasks
                .filter { wanted == nil || $0.record.status == wanted }
            let now = context.now()
            let shown = tasks.prefix(call.arguments["limit"]?.int ?? 20)
                .map { MCPTaskFacts($0.store, $0.record, at: now) }
            var lines = shown.map(\.line)
            if shown.count < tasks.count { lines.append("… \(tasks.count - shown.count) more") }
            return ToolResult(
                lines.isEmpty ? "There are no such tasks." : lines.joined(separator: "\n"),
                [
                    "total": .integer(tasks.count),
                    "tasks": .array(shown.map { .object($0.brief) }),
                ])
        }
    }
}
