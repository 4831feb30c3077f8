internal import TaskStore
internal import RingbackModel
internal import LosslessJSON
internal import ModelContext
internal import TaskRunner

extension MCPTools {
    var cancel: Tool {
        Tool(
            "cancel_background_task", title: "Cancel a background task",
            description: """
                Stops a background task with all of its processes, or takes it out of the queue. \
                What it has done until then stays done.
                """,
            input: Schema.object(["task_id": Schema.taskID], required: ["task_id"]),
            output: Schema.result(
                ["task_id": ["type": "string"], "status": ["type": "string"]],
                required: ["task_id", "status"]),
            traits: .init(destructive: true, idempotent: true)
        ) { call in
            let (store, record) = try task(call)
            guard try context.runner(Bell(context)).cancel(record.id, in: store) else {
                let status = try store.record(record.id)?.status ?? record.status
                return .failure(
                    status.isTerminal
                        ? "task \(record.id) has ended already: it is \(status.rawValue)"
                        : "task \(record.id) can't be cancelled here: its own agent runs it")
            }
            let status = try store.record(record.id)?.status ?? .cancelled
            return ToolResult(
                status.isTerminal
                    ? "Task \(record.id) is \(status.rawValue)."
                    : "Task \(record.id) is being stopped; it is still \(status.rawValue).",
                ["task_id": .string(record.id), "status": .string(status.rawValue)])
        }
    }
}
