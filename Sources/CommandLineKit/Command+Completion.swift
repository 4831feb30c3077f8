extension Command {
    /// What may stand where the cursor is. The words are those after the program's name; the last
    /// one is being typed.
    package func completions(_ words: [String]) -> [String] {
        guard let typed = words.last else { return [] }
        var command = self
        for word in words.dropLast() {
            guard let next = command.subcommand(word) else { continue }
            command = next
        }
        let previous = words.dropLast().last
        if let previous,
            let option = command.options.first(where: {
                $0.name == previous || $0.short == previous
            }),
            option.value != nil
        {
            return option.allowed.filter { $0.hasPrefix(typed) }
        }
        let names = command.subcommands.filter { !$0.isHidden }.flatMap { [$0.name] + $0.aliases }
        let options = command.options.map(\.name) + ["--help"]
        return (typed.hasPrefix("-") ? options : names).filter { $0.hasPrefix(typed) }
    }
}

/// A shell that can complete our words.
package enum CompletionShell: String, CaseIterable, Sendable {
    case bash, zsh, fish

    /// A script for the shell. It asks the program itself, by its hidden command `__complete`.
    package func script(for program: String) -> String {
        switch self {
        case .bash:
            """
            _\(program)() {
                local IFS=$'\\n'
                COMPREPLY=($(\(program) __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
            }
            complete -o default -F _\(program) \(program)

            """
        case .zsh:
            """
            #compdef \(program)
            _\(program)() {
                local -a found
                found=(${(f)"$(\(program) __complete "${(@)words[2,CURRENT]}" 2>/dev/null)"})
                compadd -a found || _files
            }
            compdef _\(program) \(program)

            """
        case .fish:
            """
            complete -c \(program) -a '(\(program) __complete (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'

            """
        }
    }
}
