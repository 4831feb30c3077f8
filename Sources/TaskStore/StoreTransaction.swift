internal import LosslessJSON
package import RingbackModel
package import RingbackSystem

/// A change of the store, under its lock.
///
/// While it is being written the lock file says so: whoever finds that after a crash compares the
/// active tasks with their records, and nobody else has to.
package struct StoreTransaction: ~Copyable {
    let store: TaskStore
    private let lock: FileLock
    package private(set) var now: Timestamp
    /// The tasks that ended in this transaction.
    package private(set) var ended: [TaskRecord] = []

    private let original: ActiveView
    private var view: ActiveView
    /// What is to be written, in the order in which it came up.
    private var touched: [Touched] = []
    /// The ids of those that are to be gone.
    private var removed: [String] = []
    /// Whether a change before this one was cut short, so that no view can be trusted.
    private let isMending: Bool

    private struct Touched {
        var record: TaskRecord
        /// As it stood in its file; `nil`: there is none.
        var before: TaskRecord?
    }

    init(_ store: TaskStore, lock: consuming FileLock, active view: ActiveView, at now: Timestamp) {
        self.store = store
        isMending = lock.descriptor.firstByte == Self.interrupted
        self.lock = lock
        self.now = now
        original = view
        self.view = view
        reservations = view.reservations.filter { $0.isValid(at: now) }
    }

    /// The tasks that wait, run or are paused, oldest first, as the view has them: long texts cut.
    /// Decodes them all: a hook asks for them only where it must.
    package var active: [TaskRecord] { view.tasks }

    /// Calls that were let through and whose task is not there yet.
    package var reservations: [Reservation] {
        get { view.reservations }
        set { view.reservations = newValue }
    }

    /// The paused tasks that were answered and may go on, oldest first, as the view has them.
    package var answered: [TaskRecord] { view.answered }

    /// Whether a task waits for a slot: in the queue, or because it was answered. Costs little more than a look.
    package var hasWaiting: Bool { view.hasWaiting }

    /// The ids of the tasks that wait in the queue, first come first. Decodes none of them.
    package var waiting: some Sequence<String> { view.waiting }

    /// How many slots are taken: by tasks that nobody but us runs, and by those that an agent runs
    /// in the background, where they count too.
    package func running(withAgents: Bool) -> Int { view.running(withAgents: withAgents) }

    /// Waits until it is later than when the youngest task came, a millisecond at most: so the times
    /// of tasks that come one after the other tell their order.
    package mutating func passYoungest(_ clock: () -> Timestamp) {
        guard let youngest = view.youngest else { return }
        // A clock that was set back, or that stands still, is not waited for.
        for _ in 0..<20 where now <= youngest && youngest.seconds(since: now) < 0.002 {
            Clock.pause(microseconds: 100)
            now = clock()
        }
    }

    /// A task as it stands now, whole; `nil` where there is none.
    package mutating func record(_ id: String) throws(SystemError) -> TaskRecord? {
        guard TaskID.isValid(id) else { return nil }
        return try load(id).map { touched[$0].record }
    }

    /// Lets an event change its task.
    ///
    /// - Returns: the task after it, and what became of it; `nil` where there is no such task and
    ///   none begins.
    @discardableResult
    package mutating func apply(
        _ change: TaskChange
    ) throws(SystemError) -> (record: TaskRecord, transition: TaskTransition)? {
        guard TaskID.isValid(change.id) else { return nil }
        // Most events tell what is known: then there is nothing to read.
        if change.move == .observe, let known = view.task(change.id) {
            var copy = known
            if copy.apply(change, at: now) == .none, copy == known { return (known, .none) }
        }
        let index = try load(change.id)
        var isNew = false
        if index == nil {
            guard let record = TaskRecord.created(by: change, at: now) else { return nil }
            touched.append(Touched(record: record, before: nil))
            isNew = true
        }
        let place = index ?? touched.count - 1
        let known = touched[place].record
        let transition = touched[place].record.apply(change, at: now)
        let record = touched[place].record
        // The view has long texts cut: what is the same is left there as it is.
        if isNew || record != known { refresh(record) }
        if transition == .ended { ended.append(record) }
        return (record, isNew && transition == .none ? .created : transition)
    }

    /// Whether there is a task of that id, at work or ended.
    package mutating func knows(_ id: String) throws(SystemError) -> Bool {
        guard TaskID.isValid(id) else { return false }
        return try load(id) != nil
    }

    /// Puts a task into the store as it is given.
    package mutating func put(_ record: TaskRecord) throws(SystemError) {
        if let place = try load(record.id) {
            touched[place].record = record
        } else {
            touched.append(Touched(record: record, before: nil))
        }
        refresh(record)
    }

    /// Takes a task that has ended out of the store; its record is removed when the change is
    /// written.
    package mutating func remove(_ id: String) {
        touched.removeAll { $0.record.id == id }
        removed.append(id)
    }

    /// The place of a task in ``touched``, read from its file if need be.
    private mutating func load(_ id: String) throws(SystemError) -> Int? {
        if let place = touched.firstIndex(where: { $0.record.id == id }) { return place }
        guard let record = try store.record(id) ?? view.task(id) else {
            return nil
        }
        touched.append(Touched(record: record, before: record))
        return touched.count - 1
    }

    private mutating func refresh(_ record: TaskRecord) {
        if record.status.isTerminal { view.remove(record.id) } else { view.put(record, in: store) }
    }

    /// Compares the active tasks, and those that were being changed, with their records, where a
    /// change was cut short by a crash.
    mutating func mend() throws(SystemError) {
        guard isMending else { return }
        for task in view.tasks {
            if let record = try store.record(task.id) {
                touched.append(Touched(record: record, before: nil))
                refresh(record)
            } else {
                touched.append(Touched(record: task, before: nil))
            }
        }
        for id in Self.interruptedTasks(lock) where !touched.contains(where: { $0.record.id == id })
        {
            guard let record = try store.record(id) else { continue }
            touched.append(Touched(record: record, before: nil))
            refresh(record)
        }
    }

    /// Ends the tasks whose process is gone.
    mutating func endLost() {
        for task in view.tasks(ofDead: { ProcessIdentity($0).isAlive }) {
            _ = try? apply(TaskChange(id: task.id, move: .end(.lost(task))))
        }
        ended.removeAll { $0.status == .cancelled }
    }

    /// Writes what changed. Create: view, then record. End: record, then views.
    ///
    /// - Parameter told: the ids of tasks whose records the courier syncs before it tells of them.
    consuming func commit(told: [String]) throws(SystemError) {
        let changed = touched.filter { $0.record != $0.before }
        let isSame = view.isSame(as: original)
        guard isMending || !changed.isEmpty || !isSame || !removed.isEmpty else {
            return lock.release()
        }
        try Self.setInterrupted(true, of: changed.map(\.record.id), lock, store.location.lock)
        // One that comes stands in the view before it has a record; one that goes, until it has left.
        var written = original
        if changed.contains(where: {
            view.contains($0.record.id) && !original.contains($0.record.id)
        }) {
            written = view
            for task in changed {
                guard !view.contains(task.record.id), let old = original.task(task.record.id) else {
                    continue
                }
                written.put(old, in: store)
            }
            try written.write(to: store)
        }
        for task in changed {
            let object = JSON.object(store.object(task.record))
            try FileSystem.replace(
                store.location.record(task.record.id),
                with: object.bytes(store.location.layout.style) + [0x0A],
                isDeferred: told.contains(task.record.id))
        }
        // First the views: a record without a line is still found.
        try updateFinishedViews(changed)
        for id in removed { FileSystem.remove(store.location.record(id)) }
        if !view.isSame(as: written) { try view.write(to: store) }
        try Self.setInterrupted(false, lock, store.location.lock)
        lock.release()
    }

    private func updateFinishedViews(_ changed: [Touched]) throws(SystemError) {
        for view in [View.completed, .failed] {
            let entering = changed.filter { View(of: $0.record.status) == view }
            let leaving = changed.filter { task in
                (task.before.map { View(of: $0.status) == view } ?? isMending)
                    && View(of: task.record.status) != view
            }
            guard isMending || !entering.isEmpty || !leaving.isEmpty || !removed.isEmpty else {
                continue
            }
            guard var file = view.bytes(in: store).flatMap(ViewFile.init) else {
                _ = try store.rebuildViews(at: now)
                continue
            }
            for task in leaving { file.remove(task.record.id) }
            for id in removed { file.remove(id) }
            for task in entering {
                file.put(View.entry(task.record, in: store), id: task.record.id)
            }
            file.trim(to: store.historyLimit)
            try FileSystem.replace(view.path(in: store), with: file.text(), isDeferred: true)
        }
    }

    /// Notes in the lock file that something is being written, or that it is through.
    ///
    /// - Parameter ids: the tasks of which it is written.
    static func setInterrupted(
        _ flag: Bool, of ids: [String] = [], _ lock: borrowing FileLock, _ file: String
    ) throws(SystemError) {
        guard flag else { return try lock.descriptor.setStart([whole], named: file) }
        // What an earlier change has left behind the empty line does not count.
        let text = ids.map { $0 + "\n" }.joined() + "\n"
        try lock.descriptor.setStart([interrupted] + text.utf8, named: file)
    }

    /// The tasks of which something was being written.
    private static func interruptedTasks(_ lock: borrowing FileLock) -> [String] {
        let text = lock.descriptor.start(atMost: 1 << 20).dropFirst()
        return text.split(separator: 0x0A, omittingEmptySubsequences: false).prefix { !$0.isEmpty }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static let interrupted = UInt8(ascii: "1")
    private static let whole = UInt8(ascii: "0")
}

extension TaskEnd {
    /// The end of a task whose process is gone.
    package static func lost(_ task: TaskRecord) -> TaskEnd {
        if task[time: .sessionEnded] != nil {
            return TaskEnd(.cancelled, error: "The session ended before the task did")
        }
        if task[time: .cancelRequested] != nil { return TaskEnd(.cancelled, error: "Cancelled") }
        let who = task.supervisor == nil ? "agent" : "supervisor"
        let why =
            task.keeper?.boot == ProcessIdentity.currentBoot
            ? "its \(who) (process \(task.keeper?.pid ?? 0)) is gone"
            : "the machine was restarted"
        return TaskEnd(.failed, error: "Lost: \(why)")
    }
}

extension ProcessIdentity {
    /// The process that a record names.
    package init(_ client: Client) {
        self.init(pid: client.pid, start: client.start, boot: client.boot)
    }
}
