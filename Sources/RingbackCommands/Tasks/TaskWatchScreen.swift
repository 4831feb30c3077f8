internal import CommandLineKit
internal import Glibc
internal import RingbackModel
internal import RingbackSystem
internal import TaskStore

/// `list --watch` on a terminal.
final class TaskWatchScreen {
    private let invocation: Invocation
    private let context: CommandContext
    private let signals: SignalSource
    private var screen = TerminalScreen()
    private let folders: TaskWatchFolders
    private var listing: TaskListing
    private var pace: TaskWatchPace
    /// Whether the tasks are to be read again.
    private var isOld = false
    /// Whether they are to be drawn again.
    private var isStale = true
    /// Whether something has changed in the folders, be it of no interest.
    private var isWoken = false
    /// Until then changes are gathered.
    private var pause = Deadline(milliseconds: 0)
    /// Until then nobody need be looked for who may be lost.
    private var check: Deadline?
    /// The exit code with which it leaves; `nil`: it stays.
    private var end: Int32?
    private var hasKeys = true

    /// Somebody else may hold a store for so long, in milliseconds; then what was seen last stays.
    private static let patience = 1000

    init(_ invocation: Invocation, _ context: CommandContext) throws {
        self.invocation = invocation
        self.context = context
        // Before the terminal is another, so that none of them leaves it so.
        let signals = try SignalSource([
            SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT,
        ])
        // First the watch: what changes after the look is told.
        folders = try TaskWatchFolders(invocation, context, telling: [.files, .content])
        listing = try TaskListing(invocation, context)
        pace = TaskWatchPace(listing)
        check = pace.untilCheck.map(Deadline.init)
        self.signals = signals
    }

    /// Shows the tasks until the user leaves.
    ///
    /// - Returns: the exit code.
    func run() throws -> Int32 {
        while true {
            takeSignals()
            takeKeys()
            if let end { return end }
            if pause.hasPassed {
                let begin = Clock.monotonicNanoseconds()
                try takeNews()
                let isDrawn = isStale
                if isStale { draw() }
                if isDrawn || isWoken { pause = TaskWatchPace.pause(since: begin) }
            }
            sleep()
        }
    }

    private func sleep() {
        let isPaused = !pause.hasPassed
        var times = isPaused ? [Int(pause.milliseconds)] : []
        if !isPaused {
            times += [check.map { Int($0.milliseconds) }, pace.untilTick(at: context.now())]
                .compactMap(\.self)
        }
        let ready = Readiness.wait(
            for: [
                signals.descriptor.number, hasKeys ? screen.keys : -1,
                isPaused ? -1 : folders.watch.descriptor.number,
            ], milliseconds: times.min())
        isWoken = ready[2]
        // Nothing has come: it is time that goes on.
        if !isPaused, !ready.contains(true) { isStale = true }
    }

    private func takeNews() throws {
        switch try folders.takeChanges() {
        case .tasks: isOld = true
        case .output: isStale = true
        case .nothing: break
        }
        if check?.hasPassed == true { isOld = true }
        guard isOld else { return }
        do {
            listing = try TaskListing(invocation, context, waiting: Self.patience)
            isOld = false
        } catch let error as SystemError where error.code == SystemError.timedOut {}
        pace = TaskWatchPace(listing)
        check = pace.untilCheck.map(Deadline.init)
        isStale = true
    }

    private func draw() {
        let size = TerminalScreen.size
        let frame = TaskWatchFrame(
            listing, at: context.now(), columns: size.columns, rows: size.rows,
            output: context.output, lastLine: TaskWatchTail.line)
        screen.show(frame.lines)
        isStale = false
    }

    private func takeSignals() {
        while let signal = signals.next() {
            switch signal {
            case SIGWINCH, SIGCONT:
                screen.forget()
                isStale = true
            case SIGTSTP:
                screen.suspend()
                isStale = true
            default:
                end = 128 + signal
            }
        }
    }

    private func takeKeys() {
        guard hasKeys, let keys = screen.pressed() else {
            hasKeys = false
            return
        }
        for key in keys {
            switch key {
            case UInt8(ascii: "q"), UInt8(ascii: "Q"): end = end ?? 0
            case 0x0C: screen.forget()
            default: continue
            }
            isStale = true
        }
    }
}
