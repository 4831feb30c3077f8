internal import LosslessJSON
package import RingbackModel
package import RingbackSystem

extension TaskStore {
    /// The tasks of the store, newest first: those at work, and the last that ended.
    ///
    /// What an earlier crash left is mended on the way. A store that can't be changed is read as it
    /// is.
    ///
    /// - Parameters:
    ///   - all: whether all that ever ended are listed too; this reads every record.
    ///   - announce: is given the tasks that were found lost.
    ///   - tend: does what else is to be done while the lock is held.
    package func list(
        all: Bool = false, at now: Timestamp, waiting: Int,
        announce: ([TaskRecord]) -> [String] = { _ in [] },
        tend: (inout StoreTransaction) throws(SystemError) -> Void = { _ throws(SystemError) in }
    ) throws(SystemError) -> [TaskRecord] {
        guard FileSystem.status(location.folder) != nil else { return [] }
        FileSystem.removeTemporaries(in: location.folder, olderThan: 60)
        do throws(SystemError) {
            let finished = [View.completed, .failed]
            if finished.contains(where: { $0.bytes(in: self).flatMap(ViewFile.init) == nil }) {
                try rebuild(at: now, waiting: waiting)
            }
            let active = try change(at: now, waiting: waiting, announce: announce) {
                transaction throws(SystemError) in
                try tend(&transaction)
                return transaction.active
            }
            return all ? everything : listed(active: active)
        } catch  where error.isAboutPermission || error.isAboutSpace {
            return all ? everything : listed(active: ActiveView(in: self)?.tasks ?? [])
        }
    }

    private var everything: [TaskRecord] { allRecords().sorted(by: TaskRecord.isNewer) }

    /// What the views show, and records that came without them: another program may write here too.
    private func listed(active: [TaskRecord]) -> [TaskRecord] {
        var tasks = active
        var known = Set(active.map(\.id))
        // A view that is full has lost what is older than its oldest line, and nothing else.
        var forgotten: Int64 = 0
        for view in [View.completed, .failed] {
            guard let bytes = view.bytes(in: self),
                let entries = (try? JSON.parse(bytes))?["tasks"]?.array
            else { continue }
            let records = entries.compactMap { $0.object.flatMap(location.layout.record(from:)) }
            tasks += records.filter { known.insert($0.id).inserted }
            if records.count >= historyLimit, let oldest = records.first {
                forgotten = max(forgotten, modified(oldest.id))
            }
        }
        let strangers = ids(beginningWith: "").filter { id in
            !known.contains(id) && modified(id) > forgotten
        }
        tasks += strangers.compactMap { id in (try? record(id)) ?? nil }
        return tasks.sorted(by: TaskRecord.isNewer)
    }

    private func modified(_ id: String) -> Int64 {
        FileSystem.status(location.record(id))?.modified ?? 0
    }

    /// Drops the views and makes them anew from the records.
    package func rebuild(at now: Timestamp, waiting: Int) throws(SystemError) {
        guard FileSystem.status(location.folder) != nil else { return }
        let lock = try FileLock(location.lock, waiting: waiting)
        _ = try rebuildViews(at: now)
        lock.release()
    }
}

extension TaskRecord {
    fileprivate static func isNewer(_ one: TaskRecord, _ other: TaskRecord) -> Bool {
        isOlder(other, one)
    }
}

extension TaskStore {
    /// The ids of the tasks in the views that begin with a text: without a lock, and without a look
    /// at any record.
    package func recentIDs(beginningWith prefix: String) -> [String] {
        View.allCases.flatMap { view in
            let tasks = view.bytes(in: self).flatMap { try? JSON.parse($0) }?["tasks"]?.array ?? []
            return tasks.compactMap { $0["id"]?.string }.filter { $0.hasPrefix(prefix) }
        }
    }

    /// The tasks at work: of the view, and where that has none or is missing, of the records.
    package func activeRecords() -> [TaskRecord] {
        let view = ActiveView(in: self)?.tasks ?? []
        return view.isEmpty ? allRecords().filter { !$0.status.isTerminal } : view
    }
}
