internal import LosslessJSON
internal import ModelContext
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

extension MCPTools {
    var wait: Tool {
        Tool(
            "wait_background_task", title: "Wait for background tasks",
            description: """
                Waits until background tasks have ended and returns their results. Call it when \
                you need the results and have nothing else to do; one call for several tasks. \
                With 'any' it returns when the first has ended. When the timeout is over it \
                returns what there is, with ended=false; the tasks go on.
                """,
            input: Schema.object(
                [
                    "task_ids": Schema.list(Schema.taskID, 1...64, "The tasks"),
                    "any": Schema.flag("Whether one of them is enough; else all"),
                    "timeout": Schema.seconds("How many seconds to wait at most; else any time"),
                ], required: ["task_ids"]),
            output: Schema.result(
                [
                    "ended": [
                        "type": "boolean",
                        "description": "Whether they have ended; with any: whether one has",
                    ],
                    "tasks": [
                        "type": "array",
                        "items": [
                            "type": "object",
                            "properties": [
                                "task_id": ["type": "string"], "status": ["type": "string"],
                                "description": ["type": "string"],
                                "result": ["type": "string"], "error": ["type": "string"],
                                "exit_code": ["type": "integer"],
                            ], "required": ["task_id", "status", "description"],
                        ],
                    ],
                ], required: ["ended", "tasks"]),
            traits: .init(readOnly: true, idempotent: true), isPatient: true
        ) { call in
            var tasks: [(store: TaskStore, id: String)] = []
            for word in call.texts("task_ids") {
                let (store, record) = try invocation.task(word, context)
                if !tasks.contains(where: { $0.id == record.id }) {
                    tasks.append((store, record.id))
                }
            }
            let hasEnded = try wait(for: tasks, call)
            let now = context.now()
            let facts = try tasks.compactMap { task in
                try task.store.record(task.id).map { MCPTaskFacts(task.store, $0, at: now) }
            }
            let text = facts.map(\.report).joined(separator: "\n\n")
            return ToolResult(
                hasEnded ? text : "The time is over; they have not all ended.\n" + text,
                ["ended": .bool(hasEnded), "tasks": .array(facts.map { .object($0.outcome) })])
        }
    }

    /// Waits, and tells now and then how it goes on, where anybody wants to know.
    private func wait(
        for tasks: [(store: TaskStore, id: String)], _ call: ToolCall
    ) throws -> Bool {
        let seconds = call.arguments["timeout"]?.double.map { min($0, 1e6) }
        let end = seconds.map { Deadline(milliseconds: Int($0 * 1000)) }
        let runner = context.runner(Bell(context))
        let isAll = call.arguments["any"]?.bool != true
        while true {
            let left = end.map { Int($0.milliseconds) } ?? .max
            let tick = call.isWatched && left > ToolCall.interval
            let deadline = tick ? Deadline(milliseconds: ToolCall.interval) : end
            if try runner.wait(for: tasks, all: isAll, until: deadline) { return true }
            guard tick else { return false }
            call.tell(state(of: tasks), total: seconds)
        }
    }

    /// `1 of 3 ended; build running 2m03s 40 %`.
    private func state(of tasks: [(store: TaskStore, id: String)]) -> String {
        let records = tasks.compactMap { (try? $0.store.record($0.id)) ?? nil }
        let now = context.now()
        let atWork = records.filter { !$0.status.isTerminal }.prefix(3).map { record in
            let cells = TaskCells(record, at: now)
            let percent = cells.percent.map { " \($0) %" } ?? ""
            let asks = record.status == .paused ? " (waits for its person's answer)" : ""
            return "\(record.id) \(record.status.rawValue) \(cells.elapsed)\(percent)\(asks)"
        }
        let ended = records.count { $0.status.isTerminal }
        return (["\(ended) of \(tasks.count) ended"] + atWork).joined(separator: "; ")
    }
}
