internal import CommandLineKit
internal import Glibc
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskStore

/// `list --watch`: shows the tasks again whenever something has changed, and sleeps otherwise.
enum TaskWatch {
    /// On a terminal until its user leaves, else until nobody reads any more.
    ///
    /// - Returns: the exit code.
    static func run(_ invocation: Invocation, _ context: CommandContext) throws -> Int32 {
        let isDumb = context.environment["TERM"] == "dumb"
        if invocation.wantsJSON(context) || isDumb { return try stream(invocation, context) }
        return try TaskWatchScreen(invocation, context).run()
    }

    /// Prints the JSON of the tasks, and again whenever it has changed.
    private static func stream(_ invocation: Invocation, _ context: CommandContext) throws -> Int32 {
        let folders = try TaskWatchFolders(invocation, context, telling: .files)
        var printed = ""
        while true {
            let begin = Clock.monotonicNanoseconds()
            let listing = try TaskListing(invocation, context)
            let text = listing.json(context).text()
            if text != printed { context.output.line(text) }
            printed = text
            let pace = TaskWatchPace(listing, since: begin)
            if pause(pace.pause) { return 0 }
            var news = TaskWatchFolders.News.nothing
            while news < .tasks {
                let ready = Readiness.wait(
                    for: [folders.watch.descriptor.number], outlet: STDOUT_FILENO,
                    milliseconds: pace.untilCheck)
                if ready[1] { return 0 }
                news = ready[0] ? try folders.takeChanges() : .tasks
            }
        }
    }

    /// Waits a while.
    ///
    /// - Returns: whether nobody reads any more.
    private static func pause(_ pause: Deadline) -> Bool {
        while !pause.hasPassed {
            let time = Int(pause.milliseconds)
            if Readiness.wait(for: [], outlet: STDOUT_FILENO, milliseconds: time)[0] { return true }
        }
        return false
    }
}

/// How often a watch looks at what nobody tells.
struct TaskWatchPace {
    /// Between two looks, in milliseconds.
    private static let shortest = 100
    /// A look takes a tenth of the time at most, however many tasks there are.
    private static let share = 10
    /// A task whose process has died without a word is found so late, in milliseconds.
    private static let check = 5000

    /// Until then changes are gathered.
    let pause: Deadline
    /// The milliseconds until it is to be seen who is lost; `nil`: nobody can be.
    let untilCheck: Int?
    /// Whether a time is shown that goes on by the second, or by the minute.
    private let isRunning: Bool
    private let isWaiting: Bool

    /// - Parameter begin: when the look at the tasks began, on the monotonic clock.
    init(_ listing: TaskListing, since begin: Int64) {
        let cost = Int((Clock.monotonicNanoseconds() - begin) / 1_000_000)
        pause = Deadline(milliseconds: max(Self.shortest, cost * Self.share))
        let active: [TaskRecord] = listing.tasks.map(\.record).filter { !$0.status.isTerminal }
        isRunning = active.contains { $0.status == .running }
        isWaiting = !active.isEmpty
        let canBeLost = active.contains { $0.status == .running && $0.keeper != nil }
        untilCheck = canBeLost ? Self.check : nil
    }

    /// The milliseconds until what is shown is out of date; `nil`: it stays.
    func untilTick(at now: Timestamp) -> Int? {
        let step: Int64 = isRunning ? 1000 : 60_000
        return isRunning || isWaiting ? Int(step - now.milliseconds % step) : nil
    }
}
