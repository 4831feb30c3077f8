internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskStore

extension Ringback {
    /// A command over the task files: it answers people with words, and programs with the JSON of
    /// the background manager that it replaces, errors included.
    static func taskCommand(
        _ name: String, aliases: [String] = [], summary: String, discussion: String = "",
        arguments: [Argument] = [], options: [Option] = [], hasOptionsFirst: Bool = false,
        run: @escaping @Sendable (Invocation, CommandContext) throws -> Int32
    ) -> Command<CommandContext> {
        Command(
            name, aliases: aliases, summary: summary, discussion: discussion, arguments: arguments,
            options: options + [storeOption, jsonOption], hasOptionsFirst: hasOptionsFirst
        ) { invocation, context in
            do {
                return try reportingRequests { try run(invocation, context) }
            } catch let failure as Failure where invocation.wantsJSON(context) {
                context.output.json(["error": .string(failure.description)])
                return failure.exitCode
            }
        }
    }
}

extension Invocation {
    /// Whether a program reads the answer.
    func wantsJSON(_ context: CommandContext) -> Bool {
        has("--json") || !context.output.isTerminal
    }

    /// The stores that are meant: the one that is named, else all that there are.
    func stores(_ context: CommandContext) throws -> [TaskStore] {
        if has("--store") || context.environment["RINGBACK_STORE"] != nil {
            return [context.taskStore(try location(context))]
        }
        let all = StoreLocation.all(context.environment, context.paths, folder: context.folder)
        return all.map(context.taskStore)
    }

    /// The task that an id, or the unique begin of one, means.
    ///
    /// - Throws: ``Failure`` where there is none, or more than one.
    func task(_ id: String, _ context: CommandContext) throws -> (
        store: TaskStore, record: TaskRecord
    ) {
        let found = try stores(context).flatMap { store in
            store.ids(beginningWith: id).map { (store, $0) }
        }
        let exact = found.filter { $0.1 == id }
        let candidates = exact.isEmpty ? found : Array(exact.prefix(1))
        guard let (store, match) = candidates.first, !id.isEmpty else {
            throw Failure("Task not found: \(PlainText.line(id, limit: 128))")
        }
        guard candidates.count == 1 else {
            let names = candidates.prefix(4).map(\.1).joined(separator: ", ")
            throw Failure(
                "Task id '\(id)' is ambiguous: \(names)\(candidates.count > 4 ? ", …" : "")")
        }
        guard let record = try store.record(match) else {
            throw Failure("\(store.location.record(match)) is no task file")
        }
        return (store, record)
    }
}

extension Invocation {
    /// The tasks that the words mean: ids, or with `--all` those that are at work.
    ///
    /// - Throws: ``UsageError`` where neither or both are given, ``Failure`` where an id means none.
    func tasks(_ context: CommandContext) throws -> [(store: TaskStore, record: TaskRecord)] {
        guard has("--all") else {
            guard !arguments.isEmpty else { throw UsageError("ID is missing; or --all") }
            var tasks: [(store: TaskStore, record: TaskRecord)] = []
            for word in arguments {
                let task = try task(word, context)
                if !tasks.contains(where: { $0.record.id == task.record.id }) { tasks.append(task) }
            }
            return tasks
        }
        guard arguments.isEmpty else { throw UsageError("--all takes no ID beside it") }
        return try stores(context).flatMap { store in
            store.activeRecords().filter(\.isLaunched).map { (store, $0) }
        }
    }
}

extension CommandContext {
    /// How long a command waits for its turn at a store, in milliseconds.
    static let patience = 10_000

    func taskStore(_ location: StoreLocation) -> TaskStore { TaskStore(location) }
}
