internal import Synchronization

/// The notices of this process that are on the screen, as far as the service has told.
final class StandingNotices: Sendable {
    private struct Notice {
        /// The unique name of the service that shows it.
        let owner: String
        let isKept: Bool
    }

    private struct State {
        var notices: [UInt32: Notice] = [:]
        var isBusLost = false
    }

    private let state = Mutex(State())

    /// Whether some would go with this process.
    var areAtRisk: Bool { state.withLock { $0.notices.values.contains { !$0.isKept } } }

    /// Whether the connection to the bus has ended since it was made.
    var isBusLost: Bool { state.withLock { $0.isBusLost } }

    func busFound() { state.withLock { $0 = State() } }

    func busLost() { state.withLock { $0 = State(isBusLost: true) } }

    /// A service has ended, and its notices with it.
    func serviceLost(_ owner: String) {
        state.withLock { state in state.notices = state.notices.filter { $0.value.owner != owner } }
    }

    /// A notice is on the screen, shown by a service that keeps it when its sender leaves, or not.
    func shown(_ id: UInt32, by owner: String, isKept: Bool) {
        state.withLock { $0.notices[id] = Notice(owner: owner, isKept: isKept) }
    }

    func closed(_ id: UInt32) { state.withLock { $0.notices[id] = nil } }
}
