internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

extension Ringback {
    /// `ringback bg`.
    static let background = taskCommand(
        "bg", summary: "Run a command in the background",
        discussion: """
            One COMMAND word is a line for the shell; several are a program and its arguments, which \
            no shell sees. Where all slots are taken (max_background_tasks) it waits in the queue.
            """,
        arguments: [
            Argument("COMMAND", "What to run; options stand before it", isRepeating: true)
        ],
        options: launchOptions, hasOptionsFirst: true
    ) { invocation, context in
        let store = context.taskStore(try invocation.location(context))
        let folder = try invocation.launchFolder(context)
        var launch = try CommandRequest(words: invocation.arguments).launch(
            in: store.location, folder: folder, context)
        try invocation.complete(&launch, store, context)
        return try dispatch(launch, in: store, invocation, context)
    }
}

/// A command that is to run.
struct CommandRequest {
    /// One is a line for the shell; several are a program and its arguments.
    var words: [String]

    /// The launch of it.
    func launch(
        in store: StoreLocation, folder: String, _ context: CommandContext
    ) throws -> Launch {
        guard words != [""] else { throw UsageError("COMMAND is empty") }
        let extra = try context.claudeArguments(for: store)
        let argv =
            words.count == 1
            ? ["/bin/sh", "-c", extra?.added(toLine: words[0]) ?? words[0]]
            : extra?.added(to: words) ?? words
        guard context.environment.executable(argv[0], from: folder) != nil else {
            throw Failure(
                "there is no program '\(PlainText.line(argv[0], limit: 200))' on PATH",
                exitCode: 127)
        }
        var launch = Launch(
            type: "process", source: "bg", argv: argv, folder: folder, origin: context.origin)
        // As it would be typed.
        launch.details["command"] = .string(words.count == 1 ? words[0] : ShellWords.line(words))
        return launch
    }
}
