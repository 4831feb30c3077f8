internal import CommandLineKit
internal import HookInstallation
internal import RingbackModel
internal import RingbackSystem

extension Ringback {
    /// `ringback install`.
    static let install = Command<CommandContext>(
        "install", summary: "Make agents call Ringback, by hooks in their settings",
        discussion: """
            Adds our hooks to ~/.claude/settings.json (Claude Code) and ~/.factory/settings.json or
            ~/.factory/hooks.json (Factory Droid), and leaves everything else in these files as it
            is. The content before is kept beside the file, as settings.json.ringback-backup. Doing
            it again changes nothing, or mends hooks of an older version.
            """,
        arguments: [agentArgument], options: [dryRun]
    ) { invocation, context in
        let installer = HookInstaller(paths: context.paths, program: context.executable)
        let agents = try agents(invocation) ?? installer.presentAgents
        try apply(invocation, context, { try agents.map(installer.installation) }) { change in
            let count = change.count
            let place = context.paths.abbreviate(change.path)
            if count.isZero { return "already installed in \(place)" }
            let parts = [
                (count.added, "added"), (count.updated, "updated"), (count.removed, "removed"),
            ]
            let words = parts.filter { $0.0 > 0 }.map { "\(hooks($0.0)) \($0.1)" }
            return words.joined(separator: ", ") + " in \(place)"
        }
        return 0
    }

    static let agentArgument = Argument(
        "AGENT", "claude, droid; without one: those whose folder is there", isOptional: true,
        isRepeating: true)

    static let dryRun = Option("--dry-run", short: "-n", "Show the change as a diff, write nothing")

    /// The agents that the user named; `nil` where none.
    static func agents(_ invocation: Invocation) throws(UsageError) -> [Agent]? {
        var agents: [Agent] = []
        for word in invocation.arguments {
            guard let agent = Agent(rawValue: word) else {
                let known = Agent.allCases.map(\.rawValue)
                throw UsageError(
                    "unknown agent '\(word)'\(Spelling.hint(for: word, in: known)); allowed: "
                        + known.joined(separator: ", "))
            }
            if !agents.contains(agent) { agents.append(agent) }
        }
        return agents.isEmpty ? nil : agents
    }

    /// Plans all changes, and only then makes them: where one file is broken, none is written.
    static func apply(
        _ invocation: Invocation, _ context: CommandContext, _ plan: () throws -> [HookChange],
        describe: (HookChange) -> String
    ) throws {
        do {
            for change in try plan() {
                if invocation.has("--dry-run"), !change.isEmpty {
                    context.output.writeBytes(change.diff(named: change.path))
                    continue
                }
                let hasBackup = try change.apply()
                let backup = context.paths.abbreviate(change.backup)
                let table = HookTable.of(change.agent)
                context.output.line(
                    "\(table.name): \(describe(change))"
                        + (hasBackup ? " (as it was: \(backup))" : ""))
                if change.isSwitchedOff {
                    context.output.line("  but \"\(table.switchOff)\" is true there: no hook runs")
                }
            }
        } catch let error as HookInstallationError {
            throw Failure(error.description)
        }
    }

    static func hooks(_ count: Int) -> String { count == 1 ? "1 hook" : "\(count) hooks" }
}
