internal import Glibc
internal import LosslessJSON
package import RingbackModel
package import RingbackSystem
package import TaskStore

/// Removes the records and outputs of tasks that ended long ago.
package struct Sweep {
    /// What is kept.
    package struct Limits {
        /// How long after its end; `nil`: for ever.
        var seconds: Double?
        /// How many; `nil`: any number.
        var tasks: Int?

        package init(seconds: Double?, tasks: Int?) {
            self.seconds = seconds
            self.tasks = tasks
        }

        package init(_ retention: Retention) {
            self.init(
                seconds: retention.days.map { Double($0) * 86400 }, tasks: retention.tasks)
        }
    }

    private let runner: Runner
    private let store: TaskStore
    /// So many at once, so that nobody waits for the lock for long.
    private static let batch = 200

    package init(_ runner: Runner, _ store: TaskStore) {
        self.runner = runner
        self.store = store
    }

    /// - Returns: the ids of the tasks that are gone.
    package func run(keeping limits: Limits) throws(SystemError) -> [String] {
        let now = runner.now()
        // The file of a task that has ended is written for the last time when it ends.
        var finished = store.ids(beginningWith: "").compactMap { id in
            FileSystem.status(store.location.record(id)).map { (id: id, modified: $0.modified) }
        }
        finished.sort { $0.modified < $1.modified }
        var old: [String] = []
        for (place, task) in finished.enumerated() {
            let age = now.seconds(since: Timestamp(nanoseconds: task.modified))
            let isTooOld = limits.seconds.map { age > $0 } ?? false
            let isTooMany = limits.tasks.map { finished.count - place > $0 } ?? false
            guard isTooOld || isTooMany else { break }
            old.append(task.id)
        }
        var removed: [String] = []
        for start in stride(from: 0, to: old.count, by: Self.batch) {
            removed += try runner.remove(
                Array(old[start..<min(start + Self.batch, old.count)]), in: store)
        }
        return removed
    }
}

extension Runner {
    /// Removes tasks with their output, but for those that have not ended.
    ///
    /// - Returns: the ids of those that are gone.
    package func remove(_ ids: [String], in store: TaskStore) throws(SystemError) -> [String] {
        try change(store) { transaction throws(SystemError) in
            var removed: [String] = []
            for id in ids {
                guard let task = try transaction.record(id), task.status.isTerminal else {
                    continue
                }
                transaction.remove(id)
                FileSystem.remove(store.location.output(id))
                SavedEnvironment(of: task, in: store, paths).remove()
                removed.append(id)
            }
            return removed
        }
    }
}
