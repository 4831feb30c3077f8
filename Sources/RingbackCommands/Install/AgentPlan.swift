internal import HookInstallation
internal import RingbackModel

/// What is to be done for one agent, planned as a whole before anything is written.
struct AgentPlan {
    let agent: Agent
    let hooks: [HookChange]
    let prompts: [PromptChange]
    /// `nil`: nothing.
    let server: ServerChange?

    /// Looks whether all of it can be done.
    func check() throws(HookInstallationError) {
        for change in hooks { try change.check() }
        for change in prompts { try change.check() }
        try server?.check()
    }
}
