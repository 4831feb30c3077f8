internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskStore

extension Ringback {
    static let taskList = taskCommand(
        "list", aliases: ["tasks"],
        summary: "List the tasks at work and the last that ended",
        discussion: "Without --store the tasks of all stores are listed.",
        options: [Option("--all", "Also those that ended long ago")]
    ) { invocation, context in
        let stores = try invocation.stores(context)
        let bell = Bell(context)
        var tasks: [(store: TaskStore, record: TaskRecord)] = []
        for store in stores {
            let records = try store.list(
                all: invocation.has("--all"), at: context.now(), waiting: CommandContext.patience,
                announce: { bell.announce($0, in: store) })
            tasks += records.map { (store, $0) }
        }
        bell.wake()
        tasks.sort { ($1.record.moment, $1.record.id) < ($0.record.moment, $0.record.id) }
        guard !invocation.wantsJSON(context) else {
            context.output.json(TaskListing.json(tasks, namesStores: stores.count > 1, context))
            return 0
        }
        context.output.write(TaskTable(context, tasks).text)
        return 0
    }
}

/// The JSON of `list`.
private enum TaskListing {
    /// - Parameter namesStores: whether each task tells its store.
    static func json(
        _ tasks: [(store: TaskStore, record: TaskRecord)], namesStores: Bool,
        _ context: CommandContext
    ) -> JSON {
        var listing: JSONObject = ["total": .integer(tasks.count)]
        for status in [TaskStatus.running, .pending, .completed, .failed, .cancelled, .paused] {
            let count = tasks.count { $0.record.status == status }
            listing[StoreLayout.droid.word(for: status)] = .integer(count)
        }
        listing["tasks"] = .array(
            tasks.map { store, record in
                var object = store.shown(record)
                if namesStores { object["store"] = .string(store.location.name(context.paths)) }
                return .object(object)
            })
        return .object(listing)
    }
}

extension TaskStore {
    /// A task's object as it may be shown: without the variables that it was given, which may be
    /// secrets.
    func shown(_ record: TaskRecord) -> JSONObject {
        var object = object(record)
        if let secrets = object["env_overrides"]?.object {
            object["env_overrides"] = .object(
                JSONObject(secrets.members.map { ($0.key, JSON.string("***")) }))
        }
        return object
    }
}
