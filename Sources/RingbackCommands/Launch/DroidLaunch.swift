internal import RingbackSettings
internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

extension Ringback {
    /// `ringback launch`: the verb of Factory Droid's task manager, argument for argument.
    static let launch = taskCommand(
        "launch", summary: "Let a Droid work in the background, as its task manager had it",
        discussion: "The task is one of Droid's, unless --store names another store.",
        arguments: [
            Argument("DESCRIPTION", "What to call it", isOptional: true),
            Argument("PROMPT", "What it is to do", isOptional: true),
            Argument("DROID", "Who is to do it: a label", isOptional: true),
            Argument("PARENT_SESSION_ID", "The session that launches it", isOptional: true),
            Argument("AUTONOMY", "low, medium (default) or high", isOptional: true),
            Argument("MODEL", "The model", isOptional: true),
        ],
        hasOptionsFirst: true
    ) { invocation, context in
        let words = invocation.arguments
        let autonomy = words.count > 4 && !words[4].isEmpty ? words[4] : "medium"
        guard (4...6).contains(words.count), !words[1].isEmpty else { throw Failure(usage) }
        guard Autonomy(rawValue: autonomy) != nil else {
            throw Failure("\(usage): autonomy is low, medium or high")
        }
        let location =
            invocation.has("--store") || context.environment["RINGBACK_STORE"] != nil
            ? try invocation.location(context) : StoreLocation(of: .droid, context.paths)
        let store = context.taskStore(location)
        let model = invocation.argument(5).flatMap { $0.isEmpty ? nil : $0 }
        let request = AgentRequest(
            with: "droid", prompt: words[1], agent: words[2], model: model, autonomy: autonomy,
            source: "launch", isPromised: true)
        var launch = try request.launch(in: location, folder: context.folder, context)
        launch.details["description"] = .string(words[0])
        launch.details["parent_session_id"] = .string(words[3])
        launch.details["concurrency_key"] = .string(words[2])
        let digits = String(UInt64.random(in: .min ... .max) | 1 << 63, radix: 16)
        launch.details["session_id"] = .string("ses_" + digits.suffix(12))
        let loaded = context.loadedSettings(of: location, project: context.folder)
        guard loaded.settings.backgroundExecution else { throw TaskRequestError.isOff }
        let bell = Bell(context)
        let record = try context.runner(bell).launch(launch, in: store)
        guard invocation.wantsJSON(context) else {
            context.output.line("Background task dispatched: \(record.id)")
            return 0
        }
        context.output.json([
            "taskId": .string(record.id), "sessionId": .text(record[text: .sessionID]),
            "description": .string(words[0]),
            "status": .string(record.status == .pending ? "queued" : "running"),
        ])
        return 0
    }

    private static let usage =
        "Usage: ringback launch <description> <prompt> <droid> <parent_session_id> [autonomy] [model]"
}
