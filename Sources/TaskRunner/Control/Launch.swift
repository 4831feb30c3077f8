package import LosslessJSON
package import RingbackModel
internal import RingbackSystem
package import TaskStore

/// A task that somebody wants to be run.
package struct Launch {
    /// `process` or `agent`.
    package var type: String
    /// What launched it: `bg`, `agent`, `launch`, `followup`.
    package var source: String
    /// The program and its arguments.
    package var argv: [String]
    package var folder: String
    /// The user's own id; `nil`: one is made.
    package var id: String?
    /// The ids of the tasks that must have completed before.
    package var after: [String] = []
    /// Set over the environment, in this order.
    package var variables: [(name: String, value: String)] = []
    /// In seconds; `nil`: none.
    package var timeout: Double?
    /// What the record has besides, under the names of ``TaskRecord``.
    package var details: JSONObject = [:]
    /// Whose screen is told of its end.
    package var origin: Origin

    package init(
        type: String, source: String, argv: [String], folder: String, origin: Origin
    ) {
        self.type = type
        self.source = source
        self.argv = argv
        self.folder = folder
        self.origin = origin
    }
}

/// What a task was asked for that can't be done: one line.
package struct TaskRequestError: Error, Equatable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }

    /// The settings allow nothing of the kind.
    package static let isOff = TaskRequestError(
        "nothing may run in the background: sisyphus.background_execution is false "
            + "('ringback settings show' says where)")
}

extension Runner {
    /// Puts a task into the queue of a store, where it starts at once if a slot is free.
    ///
    /// - Returns: its record.
    /// - Throws: ``TaskRequestError``, or ``SystemError``.
    package func launch(_ launch: Launch, in store: TaskStore) throws -> TaskRecord {
        guard let record = try self.launch([launch], in: store).first else {
            throw TaskRequestError("nothing was launched")
        }
        return record
    }

    /// Puts tasks into the queue of a store, in this order: all of them, or none where one can't be.
    /// Each may follow those before it.
    ///
    /// - Returns: their records, in the same order.
    /// - Throws: ``TaskRequestError``, or ``SystemError``.
    package func launch(_ launches: [Launch], in store: TaskStore) throws -> [TaskRecord] {
        guard settings(store.location).backgroundExecution else {
            throw TaskRequestError.isOff
        }
        let snapshot = SavedEnvironment.current
        var refusal: TaskRequestError?
        let records = try change(store) { transaction throws(SystemError) -> [TaskRecord] in
            do {
                var ids: [String] = []
                for launch in launches {
                    let id = try self.id(for: launch, store, besides: ids, &transaction)
                    try checkDependencies(of: launch, id, besides: ids, &transaction)
                    ids.append(id)
                }
                return try zip(launches, ids).map { launch, id in
                    transaction.passYoungest(now)
                    let record = self.record(of: launch, id, store, at: transaction.now)
                    try SavedEnvironment(of: record, in: store, paths).save(snapshot)
                    try transaction.put(record)
                    return record
                }
            } catch let error as TaskRequestError {
                refusal = error
                return []
            } catch let error as SystemError {
                throw error
            } catch {
                throw SystemError("launch", store.location.folder)
            }
        }
        if let refusal { throw refusal }
        return try records.map { try store.record($0.id) ?? $0 }
    }

    private func record(
        of launch: Launch, _ id: String, _ store: TaskStore, at now: Timestamp
    ) -> TaskRecord {
        var record = TaskRecord(id: id, status: .pending, created: now)
        record[time: .queued] = now
        record[text: .type] = launch.type
        record[text: .source] = launch.source
        record.fill(launch.details)
        record[text: .cwd] = launch.folder
        record.argv = launch.argv
        record.timeout = launch.timeout
        record.after = launch.after
        if !launch.variables.isEmpty {
            record[name: "env_overrides"] = .object(
                JSONObject(launch.variables.map { ($0.name, .string($0.value)) }))
        }
        record.isBackground = true
        record[name: "origin"] = launch.origin.json
        if store.location.layout == .droid {
            record[name: "progress"] = [
                "toolCalls": 0, "lastUpdate": .string(now.text()),
                "outputFile": .string(store.location.output(id)),
            ]
        }
        return record
    }

    /// - Parameter others: the ids of the tasks that are launched with it, before it.
    private func id(
        for launch: Launch, _ store: TaskStore, besides others: [String],
        _ transaction: inout StoreTransaction
    ) throws -> String {
        guard let id = launch.id else {
            while true {
                let id = Self.newID(store.location.layout)
                if try !others.contains(id) && !transaction.knows(id) { return id }
            }
        }
        guard TaskID.isValid(id) else {
            throw TaskRequestError(
                "'\(PlainText.line(id, limit: 130))' can't be an id: it takes letters, digits, "
                    + "- _ . @, at most 128, and begins with no dot or dash")
        }
        guard !others.contains(id) else {
            throw TaskRequestError("two of the tasks have the id '\(id)'")
        }
        guard try !transaction.knows(id) else {
            throw TaskRequestError("the id '\(id)' is taken (see 'ringback status \(id)')")
        }
        return id
    }

    /// As the originals make them: hexadecimal digits.
    private static func newID(_ layout: StoreLayout) -> String {
        let digits = String(UInt64.random(in: .min ... .max) | 1 << 63, radix: 16)
        return switch layout {
        case .octo: String(digits.suffix(8))
        case .droid: "bg_" + digits + String(Int.random(in: 0..<16), radix: 16)
        case .claude: "bg_" + digits.suffix(8)
        }
    }

    private func checkDependencies(
        of launch: Launch, _ id: String, besides others: [String],
        _ transaction: inout StoreTransaction
    ) throws {
        for other in launch.after where !others.contains(other) {
            if other == id { throw TaskRequestError("task '\(id)' would wait for itself") }
            guard let task = try transaction.record(other) else {
                throw TaskRequestError("Task not found: \(PlainText.line(other, limit: 130))")
            }
            if task.status == .failed || task.status == .cancelled {
                throw TaskRequestError(
                    "task '\(other)', which it is to follow, \(task.status == .failed ? "has failed" : "was cancelled")"
                )
            }
        }
    }
}
