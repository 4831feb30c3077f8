internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

/// The tasks of the stores that a user means, newest first.
struct TaskListing {
    let stores: [TaskStore]
    private(set) var tasks: [(store: TaskStore, record: TaskRecord)] = []

    /// Lists them; who is found lost has an alert.
    ///
    /// - Parameter patience: how long to wait for the turn at a store, in milliseconds.
    init(
        _ invocation: Invocation, _ context: CommandContext,
        waiting patience: Int = CommandContext.patience
    ) throws {
        stores = try invocation.stores(context)
        let runner = context.runner(Bell(context))
        for store in stores {
            let records = try runner.list(store, all: invocation.has("--all"), waiting: patience)
            tasks += records.map { (store, $0) }
        }
        tasks.sort { ($1.record.moment, $1.record.id) < ($0.record.moment, $0.record.id) }
    }

    /// How many tasks are in a status.
    func count(_ status: TaskStatus) -> Int { tasks.count { $0.record.status == status } }

    /// What a program gets. Each task tells its store, where there are several.
    func json(_ context: CommandContext) -> JSON {
        var listing: JSONObject = ["total": .integer(tasks.count)]
        for status in [TaskStatus.running, .pending, .completed, .failed, .cancelled, .paused] {
            listing[StoreLayout.droid.word(for: status)] = .integer(count(status))
        }
        listing["tasks"] = .array(
            tasks.map { store, record in
                var object = store.shown(record)
                if stores.count > 1 {
                    object["store"] = .string(store.location.name(context.paths))
                }
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
