extension Settings {
    /// How an agent is called: as the user says, else as Ringback knows it; `nil` where neither
    /// knows the name.
    package func agent(named name: String) -> AgentProfile? {
        agents[name] ?? AgentProfile.standard(name)
    }

    /// The agents that can be called, sorted.
    package var agentNames: [String] {
        Set(AgentProfile.standardNames).union(agents.keys).sorted()
    }
}
