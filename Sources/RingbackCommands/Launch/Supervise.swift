internal import CommandLineKit
internal import RingbackSystem
internal import TaskRunner

extension Ringback {
    /// What a launch starts in the background; nobody types it.
    static let supervise = Command<CommandContext>(
        "supervise", summary: "Run a task that was launched, and those that wait behind it",
        arguments: [Argument("ID", "The task", isOptional: true)], options: [storeOption],
        isHidden: true
    ) { invocation, context in
        let bell = Bell(context)
        let runner = context.runner(bell)
        let store = context.taskStore(try invocation.location(context))
        guard let id = invocation.argument(0) else {
            try Housekeeping(runner, store).run()
            return 0
        }
        do {
            try Supervisor(runner, store)?.run(id)
        } catch {
            context.note("the supervisor of \(id): \(error)")
        }
        return 0
    }
}
