internal import CommandLineKit
internal import HookInstallation
internal import RingbackModel
internal import RingbackSystem

extension Ringback {
    /// `ringback uninstall`.
    static let uninstall = Command<CommandContext>(
        "uninstall", summary: "Take Ringback's hooks out of the settings of agents",
        discussion: """
            Removes exactly what 'ringback install' has brought in; tasks and settings stay.
            """,
        arguments: [agentArgument], options: [dryRun]
    ) { invocation, context in
        let installer = HookInstaller(paths: context.paths, program: context.executable)
        let agents = try agents(invocation) ?? installer.presentAgents
        try apply(invocation, context, { try agents.flatMap(installer.removals) }) { change in
            let place = context.paths.abbreviate(change.path)
            guard change.count.removed > 0 else { return "no hooks of ours in \(place)" }
            let done = "\(hooks(change.count.removed)) removed from \(place)"
            return change.after == nil ? done + ", which is gone with them" : done
        }
        return 0
    }
}
