internal import AlertDelivery
internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSettings
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

extension Ringback {
    /// The options that all launches of a user have.
    static let launchOptions = [
        Option("--name", short: "-n", value: "TEXT", "What to call it, for people"),
        Option("--id", value: "ID", "Its id; else one is made"),
        Option("--cwd", short: "-C", value: "FOLDER", "Where it runs; else here"),
        Option("--env", short: "-e", value: "NAME=VALUE", "A variable for it; may be repeated"),
        Option("--timeout", short: "-t", value: "TIME", "Stop it after so long: 90, 90s, 5m, 2h"),
        Option(
            "--after", short: "-a", value: "ID",
            "Start it when that task has completed; may be repeated"),
        Option("--wait", short: "-w", "Show its output as it comes, and exit with its exit code"),
    ]
}

extension Invocation {
    /// Puts what the options say into a launch.
    func complete(
        _ launch: inout Launch, _ store: TaskStore, _ context: CommandContext
    ) throws {
        let terms = LaunchTerms(
            id: value("--id"), name: value("--name"),
            after: try (options["--after"] ?? []).map { try dependency($0, store) },
            variables: try (options["--env"] ?? []).map(Self.variable),
            timeout: try duration("--timeout"))
        terms.put(into: &launch, context)
    }

    /// The folder that a task is to run in.
    func launchFolder(_ context: CommandContext) throws -> String {
        try context.launchFolder(value("--cwd"))
    }

    /// A time that an option has, in seconds: `90`, `1.5`, `90s`, `5m`, `2h`, `7d`.
    func duration(_ option: String) throws -> Double? {
        guard let text = value(option) else { return nil }
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
        let unit = text.last.flatMap { units[$0] }
        guard let number = Double(unit == nil ? text : String(text.dropLast())),
            number > 0, number.isFinite
        else {
            throw UsageError(
                "\(option) can't be '\(PlainText.line(text, limit: 40))'; "
                    + "allowed: a time above 0, such as 90, 90s, 5m, 2h, 7d")
        }
        return number * (unit ?? 1)
    }

    private static func variable(_ text: String) throws -> (name: String, value: String) {
        guard let sign = text.firstIndex(of: "="), LaunchTerms.canBeVariable(text[..<sign])
        else { throw UsageError("--env takes NAME=VALUE") }
        return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }

    private func dependency(_ id: String, _ store: TaskStore) throws -> String {
        let found = store.ids(beginningWith: id)
        // An id that is not there is refused under the lock: it may come until then.
        guard found.count > 1 else { return found.first ?? id }
        throw Failure("Task id '\(id)' is ambiguous: \(found.prefix(4).joined(separator: ", "))")
    }
}

extension Ringback {
    /// Launches a task of a user, and says so; waits for it where that is wanted.
    static func dispatch(
        _ launch: Launch, in store: TaskStore, _ invocation: Invocation, _ context: CommandContext
    ) throws -> Int32 {
        try context.checkLaunching(in: store)
        let bell = Bell(context)
        let record = try context.runner(bell).launch(launch, in: store)
        let waits = invocation.has("--wait")
        if invocation.has("--json") {
            context.output.json(.object(store.shown(record)))
        } else {
            context.output.line("Background task dispatched: \(record.id)")
        }
        return waits ? try TaskFollowing(context, store, record.id).run() : 0
    }
}

extension Ringback {
    /// Lets what a task can't be asked for be told like every other failure.
    static func reportingRequests<Result>(_ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch let error as TaskRequestError {
            throw Failure(error.description)
        }
    }
}
