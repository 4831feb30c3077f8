internal import Glibc
internal import LosslessJSON
internal import RingbackModel
package import RingbackSystem
package import TaskStore

extension Runner {
    /// Cancels a task: one that waits at once, one that runs by its supervisor, which stops all of
    /// its processes first.
    ///
    /// - Returns: whether it could be cancelled: not where it has ended, or where an agent runs it
    ///   within itself.
    package func cancel(_ id: String, in store: TaskStore) throws -> Bool {
        var supervisor: ProcessIdentity?
        let isTaken = try change(store) { transaction throws(SystemError) -> Bool in
            guard var task = try transaction.record(id), !task.status.isTerminal else {
                return false
            }
            if let keeper = task.supervisor.map(ProcessIdentity.init), task.status != .pending {
                supervisor = keeper
                task[time: .cancelRequested] = transaction.now
                try transaction.put(task)
                return true
            }
            if let client = task.client, ProcessIdentity(client).isAlive { return false }
            try transaction.apply(
                TaskChange(id: id, move: .end(TaskEnd(.cancelled, error: "Cancelled"))))
            SavedEnvironment(of: task, in: store, paths).remove()
            return true
        }
        guard isTaken, let supervisor else { return isTaken }
        // Its supervisor may not have come to it yet, and needs it no more.
        SavedEnvironment(of: id, in: store, paths).remove()
        try stop(id, under: supervisor, in: store)
        return true
    }

    /// Has a supervisor stop the task that it runs, whose record says why, and waits until it has.
    package func stop(
        _ id: String, under supervisor: ProcessIdentity, in store: TaskStore
    ) throws {
        supervisor.send(SIGTERM)
        let grace = settings(store.location).graceSeconds
        let deadline = Deadline(milliseconds: grace * 1000 + 3000)
        if try wait(for: [(store, id)], all: true, until: deadline) { return }
        // It hangs: its guard cleans up behind the worker.
        for worker in Self.children(of: supervisor) { worker.send(SIGKILL) }
        supervisor.send(SIGCONT)
        if try wait(for: [(store, id)], all: true, until: Deadline(milliseconds: 3000)) { return }
        supervisor.send(SIGKILL)
        _ = try wait(for: [(store, id)], all: true, until: Deadline(milliseconds: 2000))
    }
    private static func children(of parent: ProcessIdentity) -> [ProcessIdentity] {
        guard parent.isAlive else { return [] }
        return FileSystem.names(in: "/proc").compactMap { name in
            guard let entry = Int(name).flatMap(ProcessEntry.init), entry.parent == parent.pid
            else { return nil }
            return ProcessIdentity(pid: entry.pid, start: entry.start, boot: parent.boot)
        }
    }
}
