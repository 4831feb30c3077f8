internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

extension Ringback {
    static let taskCancel = taskCommand(
        "cancel", summary: "Cancel tasks: those that run are stopped with all of their processes",
        discussion: """
            SIGTERM first, SIGKILL after the grace (the setting ringback.grace_seconds). What an \
            agent runs within itself is stopped in the agent.
            """,
        arguments: [idsArgument],
        options: [Option("--all", "All tasks that wait or run, of all stores or of --store")]
    ) { invocation, context in
        let bell = Bell(context)
        let runner = context.runner(bell)
        var cancelled: [String] = []
        var left: [String] = []
        // The last that came goes first: else each that is stopped would start the next.
        let tasks = try invocation.tasks(context)
            .sorted { $0.record.status == .pending && $1.record.status != .pending }
        for (store, record) in tasks {
            if try runner.cancel(record.id, in: store) {
                cancelled.append(record.id)
            } else if try !invocation.has("--all") || !store.hasEnded(record.id) {
                // Of all, those that have ended meanwhile need not be told of.
                left.append(record.id)
            }
        }
        let isAboutOne = invocation.arguments.count == 1 && !invocation.has("--json")
        if invocation.wantsJSON(context), !isAboutOne {
            context.output.json([
                "cancelled": .array(cancelled.map(JSON.string)),
                "not_cancelled": .array(left.map(JSON.string)),
            ])
        } else {
            for id in cancelled { context.output.line("Task \(id) cancelled.") }
            for id in left { context.output.line("Task \(id): not found or not cancellable.") }
            if tasks.isEmpty { context.output.line("Nothing to cancel.") }
        }
        return left.isEmpty ? 0 : 1
    }

    static let idsArgument = Argument(
        "ID", "The tasks, by their ids or the begin of them", isOptional: true, isRepeating: true)
}

extension TaskStore {
    /// Whether there is a task of that id, and it has ended.
    fileprivate func hasEnded(_ id: String) throws(SystemError) -> Bool {
        try record(id)?.status.isTerminal == true
    }
}
