extension Command {
    /// A command found by the user's words, and what is left of them.
    package struct Match {
        package var command: Command
        /// The words that led to it, the program's name first.
        package var path: [String]
        package var rest: [String]
        /// Whether its help is wanted instead of its work.
        package var wantsHelp: Bool
    }

    /// Finds the command that the words name.
    ///
    /// - Throws: ``UsageError`` where a word names none.
    package func match(_ words: [String]) throws(UsageError) -> Match {
        var match = Match(command: self, path: [name], rest: words, wantsHelp: false)
        while !match.command.subcommands.isEmpty, let word = match.rest.first,
            !word.hasPrefix("-")
        {
            guard let next = match.command.subcommand(word) else {
                if match.command.run != nil, !match.command.arguments.isEmpty { break }
                throw UsageError(match.command.unknown(word, in: match.path))
            }
            match.command = next
            match.path.append(next.name)
            match.rest.removeFirst()
        }
        match.wantsHelp = match.command.asksForHelp(match.rest)
        return match
    }

    /// Whether the words behind the command ask for its help.
    private func asksForHelp(_ words: [String]) -> Bool {
        func isHelp(_ word: String) -> Bool { word == "--help" || word == "-h" }
        if takesRawArguments { return words.count == 1 && isHelp(words[0]) }
        if hasOptionsFirst { return words.first.map(isHelp) ?? false }
        return words.prefix { $0 != "--" }.contains(where: isHelp)
    }

    private func unknown(_ word: String, in path: [String]) -> String {
        let names = subcommands.filter { !$0.isHidden }.flatMap { [$0.name] + $0.aliases }
        let hint = Spelling.hint(for: word, in: names)
        return "unknown command '\(word)'\(hint) (see '\(path.joined(separator: " ")) --help')"
    }

    /// Sorts the words that stand behind the command.
    ///
    /// - Throws: ``UsageError`` that names the word and what is allowed.
    package func parse(_ words: [String]) throws(UsageError) -> Invocation {
        var invocation = Invocation()
        var rest = words[...]
        if takesRawArguments {
            invocation.arguments = words
            rest = []
        }
        while let word = rest.popFirst() {
            if word == "--" {
                invocation.arguments += rest
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                invocation.arguments.append(word)
                guard hasOptionsFirst else { continue }
                invocation.arguments += rest
                break
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = options.first(where: { $0.name == name || $0.short == name }) else {
                let hint = Spelling.hint(for: name, in: options.map(\.name) + ["--help"])
                throw UsageError("unknown option '\(name)'\(hint)")
            }
            var value = parts.count > 1 ? String(parts[1]) : nil
            if let placeholder = option.value {
                value = value ?? rest.popFirst()
                guard let value else {
                    throw UsageError("\(name) needs a value: \(name) \(placeholder)")
                }
                guard option.allowed.isEmpty || option.allowed.contains(value) else {
                    let allowed = option.allowed.joined(separator: ", ")
                    throw UsageError("\(name) can't be '\(value)'; allowed: \(allowed)")
                }
            } else if value != nil {
                throw UsageError("\(name) takes no value")
            }
            invocation.options[option.name, default: []].append(value ?? "")
        }
        try checkCount(of: invocation.arguments)
        return invocation
    }

    private func checkCount(of words: [String]) throws(UsageError) {
        let needed = arguments.filter { !$0.isOptional }
        if words.count < needed.count {
            throw UsageError("\(needed[words.count].name) is missing")
        }
        if words.count > arguments.count, arguments.last?.isRepeating != true {
            throw UsageError("unexpected argument '\(words[arguments.count])'")
        }
    }
}
