internal import Glibc
internal import LosslessJSON
package import RingbackModel
package import RingbackSystem
package import TaskStore

extension Runner {
    /// Which tasks may be given up.
    package enum Pruned {
        /// Those for which no living process answers.
        case unattended
        /// Those of Droid as well that live and say nothing, as its task manager does it.
        case silent
    }

    /// Marks tasks failed that nobody works on any more, and stops what still runs of them.
    ///
    /// - Returns: the ids of those that it marked.
    package func prune(
        _ store: TaskStore, including pruned: Pruned
    ) throws(SystemError) -> [String] {
        // Records that another program wrote are known by the folder alone.
        let strangers = store.allRecords().filter { !$0.status.isTerminal }
        var supervised: [(id: String, supervisor: ProcessIdentity)] = []
        let ids = try change(store) { transaction throws(SystemError) -> [String] in
            var ids: [String] = []
            for task in strangers {
                let staleness = Staleness(task, store, pruned)
                guard let reason = staleness.reason(at: transaction.now) else { continue }
                let end = TaskChange(id: task.id, move: .end(TaskEnd(.failed, error: reason)))
                guard try transaction.apply(end)?.transition == .ended else { continue }
                ids.append(task.id)
                if let supervisor = task.supervisor {
                    supervised.append((task.id, ProcessIdentity(supervisor)))
                }
            }
            return ids
        }
        for task in supervised { task.supervisor.send(SIGTERM) }
        return ids
    }
}

/// Tells whether anybody still works on a task, by the rules of Factory Droid's task manager.
private struct Staleness {
    private let task: TaskRecord
    private let store: TaskStore
    private let pruned: Runner.Pruned
    private static let timeout = 30.0 * 60
    private static let silence = 10.0 * 60

    init(_ task: TaskRecord, _ store: TaskStore, _ pruned: Runner.Pruned) {
        self.task = task
        self.store = store
        self.pruned = pruned
    }

    /// Why the task counts as dead; `nil`: it lives.
    func reason(at now: Timestamp) -> String? {
        switch task.status {
        case .pending:
            // What waits in our queue is waited for.
            guard task.argv.isEmpty else { return nil }
            return now.seconds(since: task[time: .queued] ?? task.moment) > Self.timeout
                ? "Task timeout: no activity" : nil
        case .running:
            let started = task[time: .started] ?? task.moment
            let moved = max(lastSign ?? started, started)
            let isSilent = now.seconds(since: moved) > Self.silence
            if let keeper = task.keeper, ProcessIdentity(keeper).isAlive {
                // An agent tells how its own tasks end, however long that takes.
                guard task.supervisor != nil, pruned == .silent, store.location.layout == .droid,
                    isSilent
                else { return nil }
                return "Task stale: no activity"
            }
            if now.seconds(since: started) > Self.timeout { return "Task timeout: no activity" }
            return isSilent ? "Task stale: no activity" : nil
        case .paused, .completed, .failed, .cancelled:
            return nil
        }
    }

    /// The last update of its progress, or of its output, which the hooks below it touch too.
    private var lastSign: Timestamp? {
        let told = task[name: "progress"]?["lastUpdate"]?.string.flatMap(Timestamp.init)
        let written = store.outputFile(of: task).flatMap(FileSystem.status)
            .map { Timestamp(nanoseconds: $0.modified) }
        return [told, written].compactMap(\.self).max()
    }
}

extension TaskStore {
    /// The file that holds what a task writes: the store's own, else the agent's; `nil` where there
    /// is none.
    package func outputFile(of task: TaskRecord) -> String? {
        let paths = [
            location.output(task.id), task[name: "progress"]?["outputFile"]?.string,
            task[text: .outputFile],
        ]
        return paths.compactMap(\.self).first { FileSystem.status($0)?.isRegularFile == true }
    }
}
