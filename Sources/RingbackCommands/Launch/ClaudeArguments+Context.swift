internal import RingbackModel
internal import RingbackSettings
internal import RingbackSystem
internal import TaskStore

extension CommandContext {
    /// What ADDITIONAL_CLAUDE_ARGS says, in the environment, or for an Octo project in its `.env`,
    /// as Octo has it; `nil` where it is not set.
    func claudeArguments(for store: StoreLocation) throws -> ClaudeArguments? {
        let name = ClaudeArguments.variable
        guard let text = try environment[name] ?? octoVariable(name, store) else { return nil }
        do {
            return try ClaudeArguments(text)
        } catch {
            throw Failure("\(name) can't be read: \(error)")
        }
    }

    private func octoVariable(_ name: String, _ store: StoreLocation) throws -> String? {
        guard store.layout == .octo, let project = store.project else { return nil }
        return try EnvironmentFile(project + "/.env")?[name]
    }
}
