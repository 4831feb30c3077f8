internal import Glibc
internal import RingbackModel
package import RingbackSystem
package import TaskStore

extension Runner {
    /// Sleeps until tasks have ended: woken by their records, and by the end of the processes that
    /// run them.
    ///
    /// - Parameters:
    ///   - all: whether all of them must have ended; else one.
    ///   - deadline: after this it gives up; `nil`: never.
    ///   - isLast: whether nothing else is to come in this process, which then is as quick as can be.
    /// - Returns: whether they have.
    package func wait(
        for tasks: [(store: TaskStore, id: String)], all: Bool, until deadline: Deadline? = nil,
        isLast: Bool = false
    ) throws(SystemError) -> Bool {
        try wait(for: tasks, until: deadline, isLast: isLast) { records in
            let ended = records.count { $0?.status.isTerminal ?? true }
            return all ? ended == records.count : ended > 0 || records.isEmpty
        }
    }

    /// Sleeps until a task does not wait in the queue any more.
    package func waitForStart(of id: String, in store: TaskStore) throws(SystemError) {
        _ = try wait(for: [(store, id)], until: nil) { $0.allSatisfy { $0?.status != .pending } }
    }

    /// Starts what waits for a slot that is free, and ends what is lost: of these tasks also those
    /// that another program has put there, and that stand in no list.
    package func look(at ids: [String], in store: TaskStore) throws(SystemError) {
        try change(store) { transaction throws(SystemError) in
            for id in ids {
                guard let task = try transaction.record(id), task.status == .running,
                    let keeper = task.keeper, !ProcessIdentity(keeper).isAlive
                else { continue }
                try transaction.apply(TaskChange(id: id, move: .end(.lost(task))))
            }
        }
    }

    private func wait(
        for tasks: [(store: TaskStore, id: String)], until deadline: Deadline?,
        isLast: Bool = false, _ isDone: ([TaskRecord?]) -> Bool
    ) throws(SystemError) -> Bool {
        var stores: [TaskStore] = []
        for task in tasks where !stores.contains(where: { $0.location == task.store.location }) {
            stores.append(task.store)
        }
        let watch = try FolderWatch()
        for store in stores { _ = try watch.add(store.location.folder, telling: .arrivals) }
        let ids = Set(tasks.map { $0.id + ".json" })
        var hasLooked = false
        while true {
            let records = tasks.map { task in (try? task.store.record(task.id)) ?? nil }
            let isOver = isDone(records)
            if isOver || deadline?.hasPassed == true {
                if isLast { watch.closeAside() }
                return isOver
            }
            // One that waits is started by those that run before it: if they do not get killed.
            let isQueued = records.contains { $0?.status == .pending }
            let before = isQueued ? stores.flatMap { $0.activeRecords() } : []
            let names = isQueued ? ids.union(["active.json"]) : ids
            let keepers = Set(
                (records.compactMap(\.self) + before).compactMap {
                    $0.status == .running || $0.status == .paused ? $0.keeper : nil
                })
            let processes = WatchedProcesses(keepers.map(ProcessIdentity.init))
            // Whoever is gone leaves tasks that are lost, and a slot that nobody fills.
            if processes.isAnyGone || !hasLooked {
                hasLooked = true
                for store in stores {
                    let here = tasks.filter { $0.store.location == store.location }
                    try look(at: here.map(\.id), in: store)
                }
                continue
            }
            while deadline?.hasPassed != true {
                if processes.wait(orFor: watch.descriptor, until: deadline) { break }
                if watch.changes().contains(where: { $0.folder < 0 || names.contains($0.name) }) {
                    break
                }
            }
        }
    }
}

/// Processes whose end is waited for.
private final class WatchedProcesses {
    private var descriptors: [CInt] = []
    private(set) var isAnyGone = false

    init(_ processes: [ProcessIdentity]) {
        for process in processes {
            guard let descriptor = process.watch() else {
                isAnyGone = true
                continue
            }
            descriptors.append(fcntl(descriptor.number, F_DUPFD_CLOEXEC, 0))
        }
    }

    /// Waits for one to end, or for another descriptor to have something to read.
    ///
    /// - Returns: whether one has ended.
    func wait(orFor other: borrowing Descriptor, until deadline: Deadline?) -> Bool {
        var wanted = (descriptors + [other.number]).map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        let ready = unsafe poll(
            &wanted, nfds_t(wanted.count), deadline?.milliseconds ?? -1)
        return ready > 0 && wanted.dropLast().contains { $0.revents != 0 }
    }

    deinit { for descriptor in descriptors { close(descriptor) } }
}
