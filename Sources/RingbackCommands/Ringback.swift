internal import CommandLineKit

/// The program's commands.
enum Ringback {
    static let version = "0.1.0"

    /// The tree of commands.
    static let command: Command<CommandContext> = Command(
        "ringback",
        summary: "Rings you back when a coding agent is done, has failed or needs an answer",
        discussion: """
            Start with 'ringback install', which adds its hooks to Claude Code and Factory Droid; \
            then 'ringback notify test'.
            """,
        options: [Option("--version", "Print the version")],
        subcommands: [
            background, agent, taskList, taskStatus, taskOutput, task, taskWait, taskCancel,
            taskRetry, answer, ask, taskProgress, taskComplete, taskRemove, taskClean, taskPrune,
            taskCleanup,
            launch, notify, settings, install, uninstall, doctor, hook, hookComplete, mcp,
            completions,
            supervise, reply, courier, completeWords,
        ]
    ) { invocation, context in
        guard invocation.has("--version") else {
            context.output.write(Ringback.command.help(["ringback"]))
            return 0
        }
        context.output.line("ringback \(version)")
        return 0
    }
}
