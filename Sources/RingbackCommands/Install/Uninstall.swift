internal import CommandLineKit
internal import HookInstallation
internal import RingbackModel
internal import RingbackSystem

extension Ringback {
    /// `ringback uninstall`.
    static let uninstall = Command<CommandContext>(
        "uninstall", summary: "Take Ringback's hooks, commands and MCP server away from agents",
        discussion: """
            Removes exactly what 'ringback install' has brought in; tasks and settings stay, and so
            do commands of ours that you have edited.
            """,
        arguments: [agentArgument], options: [dryRun]
    ) { invocation, context in
        let installer = HookInstaller(paths: context.paths, program: context.executable)
        let prompts = PromptInstaller(paths: context.paths, program: context.executable)
        let servers = ServerInstaller(
            paths: context.paths, environment: context.environment, program: context.executable)
        let agents = try agents(invocation) ?? installer.presentAgents
        let plan: (Agent) throws -> AgentPlan = { agent in
            AgentPlan(
                agent: agent, hooks: try installer.removals(for: agent),
                prompts: try prompts.removals(for: agent),
                server: try servers.removal(for: agent))
        }
        try apply(invocation, context, { try agents.map(plan) }) { change in
            let place = context.paths.abbreviate(change.path)
            guard change.count.removed > 0 else { return "no hooks of ours in \(place)" }
            let done = "\(hooks(change.count.removed)) removed from \(place)"
            return change.after == nil ? done + ", which is gone with them" : done
        }
        return 0
    }
}
