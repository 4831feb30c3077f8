internal import TaskRunner
internal import TaskStore
internal import RingbackModel
internal import LosslessJSON
internal import ModelContext

extension MCPTools {
    var get: Tool {
        Tool(
            "get_background_task", title: "Show a background task",
            description: """
                Tells all that is known of one background task now, without waiting: status, \
                result, error, exit code, and the last lines of its output, also while it runs.
                """,
            input: Schema.object(
                [
                    "task_id": Schema.taskID,
                    "lines": Schema.integer(
                        0...500, "How many of the last lines of its output; else 20"),
                ], required: ["task_id"]),
            output: Schema.result(
                [
                    "task_id": ["type": "string"], "status": ["type": "string"],
                    "description": ["type": "string"], "result": ["type": "string"],
                    "error": ["type": "string"], "exit_code": ["type": "integer"],
                    "output": [
                        "type": "string", "description": "The last lines that it has written",
                    ],
                ], required: ["task_id", "status", "description", "output"]),
            traits: .init(readOnly: true, idempotent: true)
        ) { call in
            // A look at it starts what waits, and finds what is lost.
            let found = try task(call)
            try context.runner(Bell(context)).look(at: [found.record.id], in: found.store)
            let record = try found.store.record(found.record.id) ?? found.record
            let facts = MCPTaskFacts(found.store, record, at: context.now())
            let output = TaskOutputFile.lastLines(
                call.arguments["lines"]?.int ?? 20, of: record, in: found.store)
            var object = facts.whole
            object["output"] = .string(output)
            var text = facts.report
            if !output.isEmpty { text += "\n\nThe last lines of its output:\n" + output }
            return ToolResult(text, object)
        }
    }
}
