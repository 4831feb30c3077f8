internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskStore

extension Ringback {
    static let taskPrune = taskCommand(
        "prune", summary: "Mark tasks failed that nobody works on any more",
        discussion: """
            A running task fails half an hour after its start, or after ten minutes without a sign of \
            life; a queued one after half an hour. A task whose agent is alive is left alone. No file \
            is deleted.
            """
    ) { invocation, context in
        let bell = Bell(context)
        var removed: [String] = []
        for store in try invocation.stores(context) {
            // Records that another program wrote are known by the folder alone.
            let strangers = store.allRecords().filter { !$0.status.isTerminal }
            removed += try store.change(
                at: context.now(), waiting: CommandContext.patience,
                announce: { bell.announce($0, in: store) }
            ) { transaction throws(SystemError) in
                var pruned: [String] = []
                for task in strangers {
                    guard let reason = Staleness(task, store).reason(at: transaction.now) else {
                        continue
                    }
                    let change = TaskChange(
                        id: task.id, move: .end(TaskEnd(.failed, error: reason)))
                    if try transaction.apply(change)?.transition == .ended {
                        pruned.append(task.id)
                    }
                }
                return pruned
            }
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

/// Tells whether anybody still works on a task, by the rules of Factory Droid's task manager.
private struct Staleness {
    private let task: TaskRecord
    private let store: TaskStore
    private static let timeout = 30.0 * 60
    private static let silence = 10.0 * 60

    init(_ task: TaskRecord, _ store: TaskStore) {
        self.task = task
        self.store = store
    }

    /// Why the task counts as dead; `nil`: it lives.
    func reason(at now: Timestamp) -> String? {
        // Its agent tells how it ends, however long that takes.
        if let client = task.client, ProcessIdentity(client).isAlive { return nil }
        switch task.status {
        case .pending:
            return now.seconds(since: task[time: .queued] ?? task.moment) > Self.timeout
                ? "Task timeout: no activity" : nil
        case .running:
            let started = task[time: .started] ?? task.moment
            if now.seconds(since: started) > Self.timeout { return "Task timeout: no activity" }
            let moved = max(lastSign ?? started, started)
            return now.seconds(since: moved) > Self.silence ? "Task stale: no activity" : nil
        case .paused, .completed, .failed, .cancelled:
            return nil
        }
    }

    /// The last update of its progress, or of its output.
    private var lastSign: Timestamp? {
        let told = task[name: "progress"]?["lastUpdate"]?.string.flatMap(Timestamp.init)
        let written = TaskOutputFile.path(of: task, in: store).flatMap(FileSystem.status)
            .map { Timestamp(nanoseconds: $0.modified) }
        return [told, written].compactMap(\.self).max()
    }
}
