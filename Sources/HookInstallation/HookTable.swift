package import RingbackModel

/// Which events of an agent we are called on, and how: the one place that says so.
package struct HookTable: Sendable {
    /// An event that we are called on.
    package struct Registration: Equatable, Sendable {
        /// The event's name in the agent's settings.
        package let event: String
        /// A pattern over tool names; empty for all, `nil` for events that know none.
        package let matcher: String?

        init(_ event: String, matcher: String? = nil) {
            self.event = event
            self.matcher = matcher
        }
    }

    package let agent: Agent
    /// What the agent's settings are called, for people.
    package let name: String
    /// What stands behind the program in the command.
    package let arguments: String
    package let registrations: [Registration]
    /// The member of the agent's settings that switches all hooks off.
    package let switchOff: String

    /// After these seconds an agent gives a hook up.
    package static let timeout = 10

    package static func of(_ agent: Agent) -> HookTable {
        switch agent {
        case .claude: claude
        case .droid: droid
        }
    }

    /// Source: Claude Code, "Hooks reference".
    private static let claude = HookTable(
        agent: .claude, name: "Claude Code", arguments: "hook",
        registrations: [
            Registration("SessionStart"),
            Registration("SessionEnd"),
            Registration("UserPromptSubmit"),
            Registration("PreToolUse", matcher: "Agent|Task|Bash"),
            // All tools: what runs has its permission, so that alert goes from the screen.
            Registration("PostToolUse", matcher: ""),
            Registration("PostToolUseFailure", matcher: ""),
            Registration("PermissionRequest", matcher: ""),
            Registration("Notification"),
            Registration("Stop"),
            Registration("StopFailure"),
            Registration("SubagentStart"),
            Registration("SubagentStop"),
        ], switchOff: "disableAllHooks")

    /// Source: Factory, "Hooks reference".
    private static let droid = HookTable(
        agent: .droid, name: "Factory Droid", arguments: "hook --agent droid",
        registrations: [
            Registration("SessionStart"),
            Registration("SessionEnd"),
            Registration("UserPromptSubmit"),
            Registration("PreToolUse", matcher: "Task|Execute"),
            Registration("PostToolUse", matcher: ""),
            Registration("Notification"),
            Registration("Stop"),
            Registration("SubagentStop"),
        ], switchOff: "hooksDisabled")
}
