internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

extension Ringback {
    static let taskRetry = taskCommand(
        "retry", summary: "Do a task again, as a new one",
        discussion:
            "The new task has the command, folder and variables of the old one, and its id.",
        arguments: [idArgument], options: launchOptions.filter { $0.name != "--cwd" }
    ) { invocation, context in
        let (store, old) = try invocation.task(invocation.arguments[0], context)
        guard !old.argv.isEmpty else {
            throw Failure(
                "task \(old.id) was not launched by Ringback: only its agent can do it again")
        }
        guard old.status.isTerminal else {
            throw Failure("task \(old.id) is \(old.status.rawValue); cancel it first")
        }
        var launch = Launch(
            type: old[text: .type] ?? "process", source: old[text: .source] ?? "bg",
            argv: old.argv, folder: old[text: .cwd] ?? context.folder, origin: context.origin)
        guard FileSystem.status(launch.folder)?.isFolder == true else {
            throw Failure("the folder that it ran in is gone: \(launch.folder)")
        }
        let kept = [
            "description", "prompt", "command", "agent", "with", "model", "autonomy",
            "parent_session_id", "concurrency_key",
        ]
        for name in kept { launch.details[name] = old[name: name] }
        launch.details["retry_of"] = .string(old.id)
        launch.timeout = old.timeout
        launch.variables = old.variables
        var options = Launch(
            type: "", source: "", argv: [], folder: "", origin: launch.origin)
        try invocation.complete(&options, store, context)
        launch.id = options.id
        launch.after = options.after
        launch.timeout = options.timeout ?? launch.timeout
        launch.variables += options.variables
        for member in options.details.members { launch.details[member.key] = member.value }
        return try dispatch(launch, in: store, invocation, context)
    }
}

extension TaskRecord {
    /// The variables that were set for it.
    var variables: [(name: String, value: String)] {
        self[name: "env_overrides"]?.object?.members.map { ($0.key, $0.value.string ?? "") } ?? []
    }
}
