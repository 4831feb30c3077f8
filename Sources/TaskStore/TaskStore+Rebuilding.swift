internal import LosslessJSON
package import RingbackModel
internal import RingbackSystem

extension TaskStore {
    /// Makes the views anew from the records. The caller holds the lock.
    ///
    /// A view is missing where the store is new, where the original program wrote it, or where
    /// somebody dropped it to get rid of stuck tasks: so a task that no living process answers for
    /// becomes failed.
    ///
    /// - Returns: the active tasks.
    func rebuildViews(at now: Timestamp) throws(SystemError) -> ActiveView {
        var records = allRecords()
        let isDropped = FileSystem.status(View.active.path(in: self)) == nil
        let hasHistory = FileSystem.status(View.completed.path(in: self)) != nil
        if isDropped, hasHistory {
            for index in records.indices where records[index].status == .running {
                if let keeper = records[index].keeper, ProcessIdentity(keeper).isAlive { continue }
                let end = TaskEnd(.failed, error: "Dropped: no living process answers for it")
                _ = records[index].apply(
                    TaskChange(id: records[index].id, move: .end(end)), at: now)
                try FileSystem.replace(
                    location.record(records[index].id),
                    with: JSON.object(object(records[index])).bytes(location.layout.style) + [0x0A])
            }
        }
        let active = ActiveView(
            tasks: records.filter { !$0.status.isTerminal }.sorted(by: TaskRecord.isOlder),
            reservations: [], in: self)
        // First this one: a missing active view beside a finished one means that somebody dropped it.
        try active.write(to: self)
        for view in [View.completed, .failed] {
            var file = ViewFile()
            let finished = records.filter { View(of: $0.status) == view }.sorted(
                by: TaskRecord.ended)
            for record in finished.suffix(historyLimit) {
                file.put(View.entry(record, in: self), id: record.id)
            }
            try FileSystem.replace(view.path(in: self), with: file.text())
        }
        return active
    }
}

extension TaskRecord {
    /// In the order in which they came.
    package static func isOlder(_ one: TaskRecord, _ other: TaskRecord) -> Bool {
        (one.moment, one.id) < (other.moment, other.id)
    }

    /// In the order in which they ended.
    fileprivate static func ended(_ one: TaskRecord, _ other: TaskRecord) -> Bool {
        (one[time: .completed] ?? one.moment, one.id) < (
            other[time: .completed] ?? other.moment, other.id
        )
    }

    /// When the task came.
    package var moment: Timestamp {
        self[time: .created] ?? self[time: .queued] ?? self[time: .started]
            ?? Timestamp(milliseconds: 0)
    }
}
