package import RingbackModel
package import RingbackSystem
package import TaskStore

/// What running tasks needs of the world. A command builds it from its context.
package struct Runner {
    package var paths: Paths
    /// The path of this program: a supervisor is one of its commands.
    package var program: String
    package var now: () -> Timestamp
    /// The settings that count for a store.
    package var settings: (StoreLocation) -> Settings
    /// Puts down the alerts for tasks that ended, before that is written; gives the ids of those
    /// that somebody will be told of.
    package var announce: ([TaskRecord], TaskStore) -> [String]
    /// Puts an alert down.
    package var put: (Alert) -> Void
    /// Sees to it that the alerts are delivered.
    package var ring: () -> Void
    /// Says in the log what went wrong.
    package var note: (String) -> Void

    package init(
        paths: Paths, program: String, now: @escaping () -> Timestamp,
        settings: @escaping (StoreLocation) -> Settings,
        announce: @escaping ([TaskRecord], TaskStore) -> [String],
        put: @escaping (Alert) -> Void, ring: @escaping () -> Void, note: @escaping (String) -> Void
    ) {
        self.paths = paths
        self.program = program
        self.now = now
        self.settings = settings
        self.announce = announce
        self.put = put
        self.ring = ring
        self.note = note
    }

    /// How long a supervisor waits for its turn at the store, in milliseconds, and a command.
    static let patience = 60_000

    /// The tasks of a store, newest first: those at work, and the last that ended. What waits is
    /// started where a slot is free; what nobody works on any more is given up.
    ///
    /// - Parameters:
    ///   - all: whether all that ever ended are listed too.
    ///   - patience: how long to wait for the turn at the store, in milliseconds.
    package func list(
        _ store: TaskStore, all: Bool, waiting patience: Int
    ) throws(SystemError) -> [TaskRecord] {
        func list() throws(SystemError) -> [TaskRecord] {
            try store.list(
                all: all, at: now(), waiting: patience, announce: { announce($0, store) }
            ) { transaction throws(SystemError) in
                try TaskQueue(self, store, settings(store.location)).fill(&transaction)
            }
        }
        var tasks = try list()
        if tasks.contains(where: \.mayBeUnattended) {
            do throws(SystemError) {
                let pruned = try prune(store, including: .unattended)
                if !pruned.isEmpty { tasks = try list() }
            } catch {
                // A store that can't be changed is read as it is.
                guard error.isAboutPermission || error.isAboutSpace else { throw error }
            }
        }
        ring()
        return tasks
    }

    /// Changes a store, lets what waits start where a slot is free, and rings.
    ///
    /// This is the one way by which commands change tasks, so that whoever frees a slot starts the
    /// next task.
    package func change<Result>(
        _ store: TaskStore, waiting: Int = 10_000,
        _ body: (inout StoreTransaction) throws(SystemError) -> Result
    ) throws(SystemError) -> Result {
        let settings = settings(store.location)
        var store = store
        store.historyLimit = settings.historyLimit
        let queue = TaskQueue(self, store, settings)
        defer { withExtendedLifetime(queue) {} }
        let result = try store.change(
            at: now(), waiting: waiting, announce: { announce($0, store) }
        ) { transaction throws(SystemError) in
            let result = try body(&transaction)
            try queue.fill(&transaction)
            return result
        }
        ring()
        return result
    }
}

extension TaskRecord {
    /// Whether another program has put it there, and nobody is known to answer for it.
    fileprivate var mayBeUnattended: Bool {
        !status.isTerminal && keeper == nil && self[name: "background"] == nil
    }
}
