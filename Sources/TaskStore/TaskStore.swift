package import LosslessJSON
package import RingbackModel
package import RingbackSystem

/// The task files of one folder.
///
/// `<id>.json` is the record and the truth. `active.json`, `completed.json` and `failed.json` are
/// views, which can be rebuilt. Whoever changes anything holds the lock `.lock`.
package struct TaskStore: Sendable {
    package let location: StoreLocation
    /// How many tasks stand in each view of finished ones.
    package var historyLimit: Int

    /// A record may be that large, in bytes; a larger file is not read.
    static let largestRecord = 8 << 20

    package init(_ location: StoreLocation, historyLimit: Int = 100) {
        self.location = location
        self.historyLimit = historyLimit
    }

    /// The record of a task; `nil` where there is none, or its file is broken.
    ///
    /// Needs no lock: a record is only ever replaced as a whole.
    package func record(_ id: String) throws(SystemError) -> TaskRecord? {
        guard TaskID.isValid(id),
            let bytes = try FileSystem.read(location.record(id), limit: Self.largestRecord),
            let object = try? JSON.parse(bytes).object
        else { return nil }
        return location.layout.record(from: object)
    }

    /// The object of a task as its file has it.
    package func object(_ record: TaskRecord) -> JSONObject { location.layout.object(for: record) }

    /// The ids that begin with a text, as far as there are records; the very id alone if it exists.
    package func ids(beginningWith prefix: String) -> [String] {
        if TaskID.isValid(prefix), FileSystem.status(location.record(prefix)) != nil {
            return [prefix]
        }
        return allIDs().filter { $0.hasPrefix(prefix) }.sorted()
    }

    private func allIDs() -> [String] {
        FileSystem.names(in: location.folder).compactMap { name in
            let id = String(name.dropLast(5))
            return name.hasSuffix(".json") && TaskID.isValid(id) ? id : nil
        }
    }

    /// Every record of the folder. Reads them all: nothing that a hook does.
    package func allRecords() -> [TaskRecord] {
        allIDs().compactMap { id in (try? record(id)) ?? nil }
    }

    /// Changes the store: takes the lock, mends what an earlier crash left, and writes what `body`
    /// changed.
    ///
    /// - Parameters:
    ///   - now: is asked when the lock is there, so that times are in the order of the changes.
    ///   - waiting: how long to wait for the lock, in milliseconds.
    ///   - announce: is given the tasks that ended, before anything is written: an alert that was
    ///     put down twice rings once, one that was not put down never. Gives the ids of those that
    ///     somebody will be told of.
    package func change<Result>(
        at now: @autoclosure () -> Timestamp, waiting: Int,
        announce: ([TaskRecord]) -> [String] = { _ in [] },
        _ body: (inout StoreTransaction) throws(SystemError) -> Result
    ) throws(SystemError) -> Result {
        try FileSystem.makeFolder(location.folder)
        let lock = try FileLock(location.lock, waiting: waiting)
        let now = now()
        let active: ActiveView
        if let view = ActiveView(in: self) {
            active = view
        } else {
            try StoreTransaction.setInterrupted(true, lock, location.lock)
            active = try rebuildViews(at: now)
            try StoreTransaction.setInterrupted(false, lock, location.lock)
        }
        var transaction = StoreTransaction(self, lock: lock, active: active, at: now)
        try transaction.mend()
        transaction.endLost()
        let result = try body(&transaction)
        let told = announce(transaction.ended)
        try transaction.commit(told: told)
        return result
    }
}
