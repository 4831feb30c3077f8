internal import RingbackModel
internal import RingbackSystem
internal import TaskStore

/// How often a watch looks at what nobody tells.
struct TaskWatchPace {
    /// Between two looks, in milliseconds.
    private static let shortest = 100
    /// A look takes a tenth of the time at most, however many tasks there are.
    private static let share = 10
    /// A task whose process has died without a word is found so late, in milliseconds.
    private static let check = 5000

    /// The milliseconds until it is to be seen who is lost; `nil`: nobody can be.
    let untilCheck: Int?
    /// Whether a time is shown that goes on by the second, or by the minute.
    private let isRunning: Bool
    private let isWaiting: Bool

    init(_ listing: TaskListing) {
        let active: [TaskRecord] = listing.tasks.map(\.record).filter { !$0.status.isTerminal }
        isRunning = active.contains { $0.status == .running }
        isWaiting = !active.isEmpty
        let canBeLost = active.contains { $0.status == .running && $0.keeper != nil }
        untilCheck = canBeLost ? Self.check : nil
    }

    /// Until when changes are gathered after a look.
    ///
    /// - Parameter begin: when the look began, on the monotonic clock.
    static func pause(since begin: Int64) -> Deadline {
        let cost = Int((Clock.monotonicNanoseconds() - begin) / 1_000_000)
        return Deadline(milliseconds: max(shortest, cost * share))
    }

    /// The milliseconds until what is shown is out of date; `nil`: it stays.
    func untilTick(at now: Timestamp) -> Int? {
        let step: Int64 = isRunning ? 1000 : 60_000
        return isRunning || isWaiting ? Int(step - now.milliseconds % step) : nil
    }
}
