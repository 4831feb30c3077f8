internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

extension Ringback {
    static let taskPrune = taskCommand(
        "prune", summary: "Mark tasks failed that nobody works on any more",
        discussion: """
            A task for which no living process answers fails half an hour after its start, or after \
            ten minutes without a sign of life; one that waits for somebody else's queue after half \
            an hour. A task that was launched for Droid and has been silent for ten minutes is \
            stopped, too. No file is deleted.
            """
    ) { invocation, context in
        let bell = Bell(context)
        var removed: [String] = []
        for store in try invocation.stores(context) {
            removed += try context.runner(bell).prune(store, including: .silent)
        }
        bell.wake()
        if invocation.wantsJSON(context) {
            context.output.json(["removed": .array(removed.map(JSON.string))])
        } else {
            let ids = removed.joined(separator: ", ")
            context.output.line(removed.isEmpty ? "Nothing to prune." : "Marked failed: \(ids)")
        }
        return 0
    }

    static let taskCleanup = taskCommand(
        "cleanup", summary: "Make the lists of tasks anew from the task files"
    ) { invocation, context in
        for store in try invocation.stores(context) {
            try store.rebuild(at: context.now(), waiting: CommandContext.patience)
        }
        if invocation.wantsJSON(context) {
            context.output.json(["cleaned": true])
        } else {
            context.output.line("The lists are made anew.")
        }
        return 0
    }
}
