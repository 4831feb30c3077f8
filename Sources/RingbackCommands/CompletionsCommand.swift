internal import CommandLineKit

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

    static let completeWords: Command<CommandContext> = Command(
        "__complete", summary: "What may stand where the cursor is",
        arguments: [Argument("WORD", "The words so far", isOptional: true, isRepeating: true)],
        isHidden: true, takesRawArguments: true
    ) { invocation, context in
        for word in Ringback.command.completions(invocation.arguments) { context.output.line(word) }
        return 0
    }
}
