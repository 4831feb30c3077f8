package import RingbackModel

/// What an event asks for: decided without looking at anything but the event.
package struct Reaction: Equatable, Sendable {
    package var changes: [TaskChange] = []
    /// Whether the changes count for tasks only that are known already.
    package var isPhantomUnlessKnown = false
    /// A session that said good-bye: its tasks end with its client.
    package var endedSession: String?
    /// The agent's whole list of background work: what is missing in it has ended.
    package var census: Census?
    /// Calls whose slot is no longer held for them.
    package var settledCalls: [String] = []
    /// Whether tasks are to be found whose agent has died.
    package var looksForLostTasks = false
    /// A background call that may have to wait, or to run in the foreground.
    package var backgroundCall: HookEvent.ToolCall?
    package var alerts: [Alert] = []
    package var attention: [AttentionChange] = []

    package init() {}

    /// All the background work of a session, as its agent lists it.
    package struct Census: Equatable, Sendable {
        package var session: String
        package var ids: Set<String>
        package var transcript: String?
    }

    /// Whether it has to do with tasks, not only with slots that are held for calls.
    package var touchesTasks: Bool {
        !changes.isEmpty || census != nil || endedSession != nil || looksForLostTasks
    }
}

/// Something on the screen waits for the person, or waits no longer.
package enum AttentionChange: Equatable, Sendable {
    /// - Parameters:
    ///   - group: of the alert that stands on the screen.
    ///   - token: names what is waited for; empty where any sign of life of the session will do.
    ///   - subagent: within which it waits; empty for the session itself.
    case raised(group: String, token: String, subagent: String)
    /// The very thing was answered.
    case answered(token: String)
    /// Whatever waited within the session itself, or within that subagent, waits no longer.
    case movedOn(subagent: String)
    /// The person is back: what the screen tells is seen.
    case returned
    /// The session is over: nobody waits, but what is done stays told.
    case over
}
