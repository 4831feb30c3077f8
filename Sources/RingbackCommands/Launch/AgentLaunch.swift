internal import RingbackSettings
internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

extension Ringback {
    /// `ringback agent`.
    static let agent = taskCommand(
        "agent", summary: "Let a coding agent work in the background",
        discussion: """
            How each agent is called is in the settings, under ringback.agents; claude, droid, codex \
            and gemini are known. 'ringback settings show' shows them.
            """,
        arguments: [Argument("PROMPT", "What it is to do")],
        options: [
            Option(
                "--with", value: "PROGRAM",
                "Which agent: claude, droid, codex, gemini, or one of your own; else the setting ringback.agent"
            ),
            Option("--agent", value: "NAME", "The role it is to take, where it has roles"),
            Option("--model", short: "-m", value: "MODEL", "The model"),
            Option(
                "--autonomy", value: "LEVEL", "What it may do unasked",
                allowed: Autonomy.allCases.map(\.rawValue)),
        ] + launchOptions
    ) { invocation, context in
        let store = context.taskStore(try invocation.location(context))
        let request = AgentRequest(
            with: invocation.value("--with"), prompt: invocation.arguments[0],
            agent: invocation.value("--agent"), model: invocation.value("--model"),
            autonomy: invocation.value("--autonomy"), source: "agent")
        var launch = try request.launch(
            in: store.location, folder: try invocation.launchFolder(context), context)
        try invocation.complete(&launch, store, context)
        return try dispatch(launch, in: store, invocation, context)
    }
}

/// Something that a coding agent is to do.
struct AgentRequest {
    /// The name of its program; `nil`: the one of the settings.
    var with: String?
    var prompt: String
    var agent: String?
    var model: String?
    var autonomy: String?
    var source: String
    /// Whether it counts as launched although its program is missing: the record then says so.
    var isPromised = false

    /// The kernel takes no longer argument: MAX_ARG_STRLEN of Linux, less its zero byte.
    private static let longestPrompt = 131_071

    /// The launch of it.
    func launch(
        in store: StoreLocation, folder: String, _ context: CommandContext
    ) throws -> Launch {
        guard !prompt.allSatisfy(\.isWhitespace) else { throw UsageError("PROMPT is empty") }
        guard prompt.utf8.count <= Self.longestPrompt else {
            throw Failure(
                "the prompt has \(prompt.utf8.count) bytes; no program can be given more than "
                    + "\(Self.longestPrompt): put it into a file, and name that in the prompt")
        }
        let settings = context.loadedSettings(of: store).settings
        let name = with ?? settings.standardAgent
        guard let profile = settings.agent(named: name) else {
            let known = settings.agentNames
            throw UsageError(
                "unknown agent '\(PlainText.line(name, limit: 60))'"
                    + Spelling.hint(for: name, in: known)
                    + "; allowed: \(known.joined(separator: ", ")), or one under ringback.agents")
        }
        let words = profile.arguments(
            .init(
                prompt: prompt, model: model, autonomy: autonomy.flatMap(Autonomy.init),
                agent: agent, folder: folder))
        let argv = try context.claudeArguments(for: store)?.added(to: words) ?? words
        guard isPromised || context.environment.executable(argv[0], from: folder) != nil else {
            throw Failure(
                "there is no program '\(PlainText.line(argv[0], limit: 200))' on PATH, which the "
                    + "agent '\(name)' needs", exitCode: 127)
        }
        var launch = Launch(
            type: "agent", source: source, argv: argv, folder: folder, origin: context.origin)
        launch.details["prompt"] = .string(prompt)
        launch.details["agent"] = .string(agent ?? name)
        launch.details["with"] = .string(name)
        launch.details["model"] = .text(model)
        launch.details["resumable"] = profile.resume.isEmpty ? .null : true
        launch.details["autonomy"] = .text(autonomy)
        return launch
    }
}
