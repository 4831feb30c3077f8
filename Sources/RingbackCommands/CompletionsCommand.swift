internal import CommandLineKit
internal import TaskStore

extension Ringback {
    static let completions: Command<CommandContext> = Command(
        "completions", summary: "Print the completion script of a shell",
        discussion:
            "For bash: ringback completions bash > ~/.local/share/bash-completion/completions/ringback",
        arguments: [Argument("SHELL", "bash, zsh or fish")]
    ) { invocation, context in
        guard let shell = CompletionShell(rawValue: invocation.arguments[0]) else {
            throw UsageError(
                "SHELL can't be '\(invocation.arguments[0])'; allowed: bash, zsh, fish")
        }
        context.output.write(shell.script(for: "ringback"))
        return 0
    }

    /// The ids that may stand where the cursor is, of tasks that the lists show.
    private static func taskIDs(for words: [String], _ context: CommandContext) -> [String] {
        guard let typed = words.last, !typed.hasPrefix("-"),
            let match = try? Ringback.command.match(words), match.rest.count > 0,
            match.command.arguments.contains(where: { $0.name == "ID" })
        else { return [] }
        let stores = StoreLocation.all(context.environment, context.paths, folder: context.folder)
        return stores.flatMap { context.taskStore($0).recentIDs(beginningWith: typed) }
    }

    static let completeWords: Command<CommandContext> = Command(
        "__complete", summary: "What may stand where the cursor is",
        arguments: [Argument("WORD", "The words so far", isOptional: true, isRepeating: true)],
        isHidden: true, takesRawArguments: true
    ) { invocation, context in
        for word in Ringback.command.completions(invocation.arguments) { context.output.line(word) }
        for id in taskIDs(for: invocation.arguments, context) { context.output.line(id) }
        return 0
    }
}
