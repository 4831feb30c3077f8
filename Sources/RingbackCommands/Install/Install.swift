internal import CommandLineKit
internal import HookInstallation
internal import RingbackModel
internal import RingbackSystem

extension Ringback {
    /// `ringback install`.
    static let install = Command<CommandContext>(
        "install", summary: "Make agents call Ringback by hooks, and offer them its commands",
        discussion: """
            Adds our hooks to ~/.claude/settings.json (Claude Code) and ~/.factory/settings.json or
            ~/.factory/hooks.json (Factory Droid), and leaves everything else in these files as it
            is. The content before is kept beside the file, as settings.json.ringback-backup. Doing
            it again changes nothing, or mends hooks of an older version.

            Also adds the commands /bg, /tasks and /task, and the skill 'ringback', which tells the
            agent when to run work in the background and how. A file of that name that is not ours,
            or that you have edited, is left alone.

            And registers 'ringback mcp', which gives the agent the same as tools, in ~/.claude.json
            and ~/.factory/mcp.json; another server of that name is left alone.
            """,
        arguments: [agentArgument], options: [noCommands, dryRun]
    ) { invocation, context in
        let installer = HookInstaller(paths: context.paths, program: context.executable)
        let prompts = PromptInstaller(paths: context.paths, program: context.callName)
        let servers = ServerInstaller(
            paths: context.paths, environment: context.environment, program: context.executable)
        let agents = try agents(invocation) ?? installer.presentAgents
        let hasAll = !invocation.has(noCommands.name)
        let plan: (Agent) throws -> AgentPlan = { agent in
            AgentPlan(
                agent: agent, hooks: [try installer.installation(for: agent)],
                prompts: hasAll ? try prompts.installation(for: agent) : [],
                server: hasAll ? try servers.installation(for: agent) : nil)
        }
        try apply(invocation, context, { try agents.map(plan) }) { change in
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

    static let noCommands = Option(
        "--no-commands",
        "Install the hooks alone, without /bg, /tasks, /task, the skill and the MCP server")

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
        _ invocation: Invocation, _ context: CommandContext, _ plan: () throws -> [AgentPlan],
        describe: (HookChange) -> String
    ) throws {
        let isDry = invocation.has(dryRun.name)
        do {
            let plans = try plan()
            if !isDry { for plan in plans { try plan.check() } }
            for plan in plans {
                for change in plan.hooks {
                    if isDry, !change.isEmpty {
                        context.output.writeBytes(change.diff(named: change.path))
                    } else {
                        try apply(change, context, describe)
                    }
                }
                try apply(plan.prompts, of: plan.agent, isDry: isDry, context)
                try plan.server.map { try apply($0, isDry: isDry, context) }
            }
        } catch let error as HookInstallationError {
            throw Failure(error.description)
        }
    }

    private static func apply(
        _ change: HookChange, _ context: CommandContext, _ describe: (HookChange) -> String
    ) throws {
        let hasBackup = try change.apply()
        let backup = context.paths.abbreviate(change.backup)
        let table = HookTable.of(change.agent)
        context.output.line(
            "\(table.name): \(describe(change))" + (hasBackup ? " (as it was: \(backup))" : ""))
        if change.isSwitchedOff {
            context.output.line("  but \"\(table.switchOff)\" is true there: no hook runs")
        }
    }

    private static func apply(
        _ changes: [PromptChange], of agent: Agent, isDry: Bool, _ context: CommandContext
    ) throws {
        let report = PromptReport(of: changes, for: agent, paths: context.paths)
        let changed = changes.filter { !$0.isEmpty }
        for change in changed {
            if isDry { context.output.writeBytes(change.diff) } else { try change.apply() }
        }
        let lines = isDry && !changed.isEmpty ? [] : report.done
        for line in lines + report.leftAlone { context.output.line(line) }
    }

    private static func apply(
        _ change: ServerChange, isDry: Bool, _ context: CommandContext
    ) throws {
        if isDry, !change.isEmpty { return context.output.writeBytes(change.diff) }
        try change.apply()
        let report = change.report(path: context.paths.abbreviate(change.path))
        if let report { context.output.line(report) }
    }

    static func hooks(_ count: Int) -> String { count == 1 ? "1 hook" : "\(count) hooks" }
}
