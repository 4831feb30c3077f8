internal import Glibc
internal import LosslessJSON
internal import RingbackModel
package import RingbackSystem
package import TaskStore

/// The process that runs tasks, one after the other: the one that it was started for, and then
/// whatever waits, as long as it has a slot. It writes the end of one and the start of the next in
/// one change.
package struct Supervisor {
    private let runner: Runner
    private let store: TaskStore
    private let me: ProcessIdentity

    /// - Returns: `nil` where the system does not tell who we are.
    package init?(_ runner: Runner, _ store: TaskStore) {
        guard let me = ProcessIdentity.current else { return nil }
        self.runner = runner
        self.store = store
        self.me = me
    }

    /// Runs the task, and those that wait behind it.
    ///
    /// - Parameter first: the id of the task that this process was started for.
    /// - Returns: the exit code; only in the guard, and only where it has outlived its worker.
    package func run(_ first: String) throws(SystemError) {
        unsafe chdir("/")
        var assigned: String? = first
        while true {
            let role: Guard.Role
            do throws(SystemError) {
                role = try Guard.split()
            } catch {
                let why = "the system has no more processes (\(error.reason))"
                _ = try endMine("Could not start: \(why)")
                return
            }
            switch role {
            case .worker:
                try work(assigned)
                exit(0)
            case .bereft(let signal):
                // A worker that dies before it has a task must not be followed for ever.
                let error = "Lost: its supervisor was killed (signal \(signal))"
                guard try endMine(error) > 0 else { return }
                assigned = nil
            }
        }
    }

    private func work(_ first: String?) throws(SystemError) {
        let signals = try SignalSource([SIGCHLD, SIGTERM, Guard.guardIsGone])
        var running = persist(signals) { () throws(SystemError) in
            try turn(ending: nil, taking: first)
        }
        while let task = running {
            let settings = runner.settings(store.location)
            var supervision = Supervision(task, grace: settings.graceSeconds)
            let outcome = supervision.run(signals)
            if ProcessTree.isEmpty {
                running = persist(signals) { () throws(SystemError) in
                    try turn(ending: (task.id, outcome), taking: nil)
                }
            } else {
                _ = persist(signals) { () throws(SystemError) in
                    try turn(ending: (task.id, outcome), taking: nil, takesNext: false)
                }
                Supervision.clear(signals, grace: settings.graceSeconds)
                running = persist(signals) { () throws(SystemError) in
                    try turn(ending: nil, taking: nil)
                }
            }
            runner.ring()
        }
        try Housekeeping(runner, store).sweepIfDue()
    }

    /// Writes the end of one task, and takes the next.
    ///
    /// - Parameter first: a task that was given to us already.
    /// - Returns: the next task, at work; `nil`: there is none for us.
    private func turn(
        ending: (id: String, outcome: Supervision.Outcome)?, taking first: String?,
        takesNext: Bool = true
    ) throws(SystemError) -> RunningTask? {
        let settings = runner.settings(store.location)
        var store = store
        store.historyLimit = settings.historyLimit
        let queue = TaskQueue(runner, store, settings)
        var taken: [TaskRecord] = []
        let next = try store.change(
            at: runner.now(), waiting: Runner.patience, announce: { runner.announce($0, store) }
        ) { transaction throws(SystemError) -> RunningTask? in
            var isLast = !takesNext
            if let ending, let record = try transaction.record(ending.id) {
                // Whoever tells the machine to go down does not want the next one to start.
                if ending.outcome.stop == .asked, !record.isStopWanted { isLast = true }
                if let ended = try transaction.apply(ending.outcome.change(of: record))?.record,
                    ended.status.isTerminal
                {
                    SavedEnvironment(of: ended.id, in: store, runner.paths).remove()
                }
            }
            guard !isLast else {
                queue.tidy(transaction)
                return nil
            }
            // Without a guard it is for others to go on.
            if ending?.outcome.stop == .guardGone {
                try queue.fill(&transaction)
                return nil
            }
            var next: RunningTask?
            if let first { next = try take(first, &transaction, settings, &taken) }
            while next == nil, let task = try queue.next(&transaction) {
                try queue.start(task, under: me, &transaction)
                next = try take(task.id, &transaction, settings, &taken)
            }
            try queue.fill(&transaction)
            return next
        }
        // Not before that is written: until then it may be somebody else who takes it.
        // An agent that may end to ask goes on in the same one.
        for task in taken where task[name: "resumable"] == nil {
            SavedEnvironment(of: task, in: store, runner.paths).remove()
        }
        next?.begin()
        return next
    }

    /// Puts the child of a task that is ours at its gate; one that can't be started has failed.
    ///
    /// - Parameter taken: those whose environment is needed no more once this is written.
    private func take(
        _ id: String, _ transaction: inout StoreTransaction, _ settings: Settings,
        _ taken: inout [TaskRecord]
    ) throws(SystemError) -> RunningTask? {
        guard var task = try transaction.record(id), task.status == .running,
            task.supervisor == Client(me)
        else { return nil }
        taken.append(task)
        if task[time: .cancelRequested] != nil {
            try transaction.apply(
                TaskChange(id: id, move: .end(TaskEnd(.cancelled, error: "Cancelled"))))
            return nil
        }
        do throws(StartError) {
            let saved = SavedEnvironment(of: task, in: store, runner.paths)
            let environment = (try? saved.load()) ?? nil
            let running = try RunningTask(
                task, in: store, environment, outputLimit: settings.outputLimit)
            task[name: "process"] = running.process
            try? transaction.put(task)
            return running
        } catch {
            let end = TaskEnd(.failed, error: "Could not start: \(error.reason)")
            try transaction.apply(TaskChange(id: id, move: .end(end)))
            return nil
        }
    }

    /// Ends the tasks that are ours, and that no worker runs: it was killed, or there is none.
    ///
    /// - Returns: how many there were.
    private func endMine(_ error: String) throws(SystemError) -> Int {
        let count = try store.change(
            at: runner.now(), waiting: Runner.patience, announce: { runner.announce($0, store) }
        ) { transaction throws(SystemError) -> Int in
            let lost = transaction.active.filter {
                $0.supervisor == Client(me) && ($0.status == .running || $0.status == .paused)
            }
            for task in lost {
                let end: TaskEnd =
                    task[time: .cancelRequested] != nil
                    ? TaskEnd(.cancelled, error: "Cancelled")
                    : TaskEnd(.failed, error: error)
                try transaction.apply(TaskChange(id: task.id, move: .end(end)))
            }
            let settings = runner.settings(store.location)
            TaskQueue(runner, store, settings).tidy(transaction)
            return lost.count
        }
        runner.ring()
        return count
    }

    /// Does what must not be lost until it works: a disk may be full now and not in an hour.
    private func persist<Result>(
        _ signals: borrowing SignalSource, _ work: () throws(SystemError) -> Result?
    ) -> Result? {
        var pause = 1
        while true {
            do throws(SystemError) {
                return try work()
            } catch {
                runner.note("a change of \(store.location.folder) waits to be written: \(error)")
                sleep(UInt32(pause))
                pause = min(pause * 2, 30)
                while let signal = signals.next() { if signal == SIGTERM { return nil } }
            }
        }
    }
}

extension TaskRecord {
    /// Whether somebody has said that it is to be stopped, or that it is over.
    fileprivate var isStopWanted: Bool { status.isTerminal || self[time: .cancelRequested] != nil }
}
