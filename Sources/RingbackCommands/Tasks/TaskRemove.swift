internal import RingbackSettings
internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

extension Ringback {
    static let taskRemove = taskCommand(
        "remove", aliases: ["rm"], summary: "Remove tasks that have ended, with their output",
        arguments: [Argument("ID", "The tasks", isRepeating: true)]
    ) { invocation, context in
        let bell = Bell(context)
        let runner = context.runner(bell)
        var removed: [String] = []
        for (store, record) in try invocation.tasks(context) {
            guard record.status.isTerminal else {
                throw Failure("task \(record.id) is \(record.status.rawValue); cancel it first")
            }
            removed += try runner.remove([record.id], in: store)
        }
        try tellRemoved(removed, invocation, context)
        return 0
    }

    static let taskClean = taskCommand(
        "clean", summary: "Remove tasks that have ended long ago, with their output",
        discussion: """
            By itself Ringback keeps ended tasks as the setting ringback.retention says: 30 days, and \
            10,000 at most.
            """,
        options: [
            Option(
                "--older-than", short: "-o", value: "TIME",
                "Those that ended longer ago: 12h, 7d; else what the retention says")
        ]
    ) { invocation, context in
        let age = try invocation.duration("--older-than")
        let bell = Bell(context)
        let runner = context.runner(bell)
        var removed: [String] = []
        for store in try invocation.stores(context) {
            let kept =
                age.map { Sweep.Limits(seconds: $0, tasks: nil) }
                ?? Sweep.Limits(context.loadedSettings(of: store.location).settings.retention)
            removed += try Sweep(runner, store).run(keeping: kept)
        }
        try tellRemoved(removed, invocation, context)
        return 0
    }

    private static func tellRemoved(
        _ removed: [String], _ invocation: Invocation, _ context: CommandContext
    ) throws {
        if invocation.wantsJSON(context) {
            context.output.json(["removed": .array(removed.map(JSON.string))])
        } else {
            let count = removed.count == 1 ? "1 task" : "\(removed.count) tasks"
            context.output.line(removed.isEmpty ? "Nothing to remove." : "\(count) removed.")
        }
    }
}
