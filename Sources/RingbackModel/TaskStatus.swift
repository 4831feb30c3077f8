/// Where a task stands.
///
/// pending → running → completed | failed | cancelled; running ⇄ paused; pending → cancelled.
package enum TaskStatus: String, CaseIterable, Sendable {
    /// Waits in the queue for a slot.
    case pending
    case running
    /// Waits for its person's answer.
    case paused
    case completed
    case failed
    case cancelled

    /// Terminal states stand: only a new run of the same agent leaves them.
    package var isTerminal: Bool {
        switch self {
        case .pending, .running, .paused: false
        case .completed, .failed, .cancelled: true
        }
    }
}
