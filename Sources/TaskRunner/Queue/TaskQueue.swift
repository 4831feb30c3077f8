internal import LosslessJSON
package import RingbackModel
package import RingbackSystem
package import TaskStore

/// The tasks of a store that wait for a slot, first come first served.
///
/// There is no daemon: whoever holds the store's lock, finds a slot free and a task waiting, starts
/// it. That a task is started is written in the same change, so it is started once.
package final class TaskQueue {
    /// The supervisors that were started, at their gates: they begin when this queue goes, which is
    /// when the change has been written. Before that they would only wait for the lock, and take
    /// the time of who holds it.
    private var gates: [GateHolder] = []
    private let runner: Runner
    private let store: TaskStore
    private let settings: Settings

    package init(_ runner: Runner, _ store: TaskStore, _ settings: Settings) {
        self.runner = runner
        self.store = store
        self.settings = settings
    }

    /// Starts a supervisor for each waiting task that a slot is free for. Where nothing waits it
    /// costs next to nothing.
    package func fill(_ transaction: inout StoreTransaction) throws(SystemError) {
        tidy(transaction)
        while let task = try next(&transaction) {
            do throws(SystemError) {
                guard let supervisor = try startSupervisor(of: task) else {
                    return runner.note("task \(task.id) waits on: /proc does not tell of it")
                }
                try start(task, under: supervisor, &transaction)
            } catch {
                // It goes on waiting: the next to look tries again.
                return runner.note("task \(task.id) waits on: \(error)")
            }
        }
    }

    /// Removes what is left of the tasks that ended in a change; of those that were found lost
    /// there may be processes.
    func tidy(_ transaction: borrowing StoreTransaction) {
        for task in transaction.ended where task[name: "argv"] != nil {
            SavedEnvironment(of: task, in: store, runner.paths).remove()
        }
        if transaction.ended.contains(where: \.mayHaveLeftSomething) {
            try? Housekeeping.start(for: store, program: runner.program)
        }
    }

    /// The task that is to start now; `nil` where none waits, or no slot is free.
    func next(_ transaction: inout StoreTransaction) throws(SystemError) -> TaskRecord? {
        guard transaction.hasWaiting, settings.backgroundExecution else { return nil }
        // Whoever was answered has begun already.
        for answered in transaction.answered {
            guard isSlotFree(transaction), var task = try transaction.record(answered.id) else {
                break
            }
            task.goOn()
            try transaction.put(task)
        }
        guard isSlotFree(transaction) else { return nil }
        for id in transaction.waiting {
            // What another program has put there is not ours to run.
            guard let task = try transaction.record(id), !task.argv.isEmpty else { continue }
            switch try readiness(of: task, &transaction) {
            case .ready: return task
            case .waits: continue
            case .never(let why):
                let end = TaskEnd(.failed, error: "Not started: \(why)")
                try transaction.apply(TaskChange(id: id, move: .end(end)))
                SavedEnvironment(of: task, in: store, runner.paths).remove()
            }
        }
        return nil
    }

    private func isSlotFree(_ transaction: borrowing StoreTransaction) -> Bool {
        transaction.running(withAgents: settings.limitsAgents) < settings.maxBackgroundTasks
    }

    /// Writes that a task runs now.
    func start(
        _ task: TaskRecord, under supervisor: ProcessIdentity, _ transaction: inout StoreTransaction
    ) throws(SystemError) {
        let details: JSONObject = ["supervisor": Client(supervisor).json]
        try transaction.apply(TaskChange(id: task.id, move: .start, details: details))
    }

    private enum Readiness {
        case ready, waits
        case never(String)
    }

    /// Whether the tasks that it is to follow have completed.
    private func readiness(
        of task: TaskRecord, _ transaction: inout StoreTransaction
    ) throws(SystemError) -> Readiness {
        for id in task.after {
            guard let other = try transaction.record(id) else {
                return .never("task '\(id)', which it was to follow, is gone")
            }
            switch other.status {
            case .completed: continue
            case .pending, .running, .paused: return .waits
            case .failed: return .never("task '\(id)', which it was to follow, failed")
            case .cancelled: return .never("task '\(id)', which it was to follow, was cancelled")
            }
        }
        return .ready
    }

    /// - Returns: the process; `nil` where it has gone already.
    private func startSupervisor(of task: TaskRecord) throws(SystemError) -> ProcessIdentity? {
        let process = try Subprocess.detachGated(
            runner.program, ["supervise", "--store", store.location.folder, task.id])
        let identity = process.identity
        gates.append(GateHolder(process))
        return identity
    }
}

/// An array holds no value that can't be copied.
private final class GateHolder {
    private let process: GatedProcess

    init(_ process: consuming GatedProcess) { self.process = process }
}

extension TaskRecord {
    /// Whether its supervisor has gone, and so may have left processes that it should have stopped.
    fileprivate var mayHaveLeftSomething: Bool {
        supervisor != nil && self[text: .error]?.hasPrefix("Lost: ") == true
    }
}

extension Client {
    /// A process, as the records keep it.
    package init(_ process: ProcessIdentity) {
        self.init(pid: process.pid, start: process.start, boot: process.boot)
    }
}
