internal import CommandLineKit
internal import Glibc
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

extension Ringback {
    static let taskComplete = taskCommand(
        "complete", summary: "Say that a task has ended",
        discussion: "A task that has ended already stays as it is.",
        arguments: [
            idArgument, Argument("RESULT", "What it gave; may be empty"),
            Argument("ERROR", "Why it failed; without it, it is completed", isOptional: true),
        ]
    ) { invocation, context in
        let (store, record) = try invocation.task(invocation.arguments[0], context)
        let error = invocation.argument(2).flatMap { $0.isEmpty ? nil : $0 }
        let status = try context.complete(
            record, in: store, result: invocation.arguments[1], error: error)
        let word = store.location.layout.word(for: status)
        if invocation.wantsJSON(context) {
            context.output.json([
                "taskId": .string(record.id), "status": .string(word), "completed": true,
            ])
        } else {
            context.output.line("Task \(record.id) is \(word).")
        }
        return 0
    }
}

extension CommandContext {
    /// Says that a task has ended.
    ///
    /// - Parameter error: why it failed; `nil`: it is completed.
    /// - Returns: its status then.
    func complete(
        _ record: TaskRecord, in store: TaskStore, result: String, error: String?
    ) throws -> TaskStatus {
        let end = TaskEnd(error == nil ? .completed : .failed, result: result, error: error)
        let bell = Bell(self)
        let ended = try runner(bell).change(store) { transaction throws(SystemError) in
            try transaction.apply(TaskChange(id: record.id, move: .end(end)))?.record
        }
        // What is said to be over is over. A task that says so itself goes on to its own end.
        if record.status == .running, environment["RINGBACK_TASK_ID"] != record.id,
            let supervisor = record.supervisor
        {
            ProcessIdentity(supervisor).send(SIGTERM)
        }
        return ended?.status ?? record.status
    }
}
