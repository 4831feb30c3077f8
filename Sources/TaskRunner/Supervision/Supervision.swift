internal import Glibc
internal import RingbackModel
internal import RingbackSystem

/// Follows one running task to its end: takes its output, stops it when it must be stopped. Between
/// two things that happen it sleeps.
struct Supervision {
    /// Why a task was stopped.
    enum Stop: Equatable {
        /// By SIGTERM: the record may tell who wanted it.
        case asked
        case timedOut(Double)
        case guardGone
    }

    /// What became of the task.
    struct Outcome {
        var ending: ProcessEnding?
        var stop: Stop?
        /// Why its program could not begin.
        var startFailure: String?
        var output: String
        var error: String
        /// Why its output could not be written to the end.
        var outputProblem: String?
        /// Whether all of its processes are gone, where it was stopped.
        var isGone = true
    }

    private let task: RunningTask
    private let grace: Int
    private var stop: Stop?
    private var killing: Deadline?
    private var leader: ProcessEnding?
    private var failure: ChildProcess.Failure?
    private var output = ByteTail(limit: 65536)
    private var error = ByteTail(limit: 16384)
    private var isOpen = (output: true, error: true, report: true)
    private var buffer = [UInt8](repeating: 0, count: 65536)

    /// What it leaves running may still say that much longer what it has to say, in milliseconds.
    private static let linger = 250
    /// A task that runs that long, in milliseconds, may run for long.
    private static let settling = 50
    /// After SIGKILL nothing is waited for any longer, in milliseconds.
    private static let patience = 10_000

    /// - Parameter grace: between SIGTERM and SIGKILL, in seconds.
    init(_ task: RunningTask, grace: Int) {
        self.task = task
        self.grace = grace
    }

    mutating func run(_ signals: borrowing SignalSource) -> Outcome {
        let timeout = task.timeout.map { Deadline(milliseconds: Int(min($0, 1e9) * 1000)) }
        // Most tasks either end soon or take long: of the latter, the supervisor is to be small.
        var settling: Deadline? = Deadline(milliseconds: Self.settling)
        while leader == nil, killing?.hasPassed != true {
            if settling?.hasPassed == true {
                Process.forgetCode()
                settling = nil
            }
            let next = [settling, killing ?? timeout].compactMap(\.self)
            wait(signals, until: next.min { $0.milliseconds < $1.milliseconds })
            if let timeout, timeout.hasPassed, stop == nil, leader == nil {
                end(.timedOut(task.timeout ?? 0))
            }
        }
        if stop == nil { hearOut(signals) } else { finishOff(signals) }
        while takeOutput() {}
        task.output.finish()
        return Outcome(
            ending: leader, stop: stop, startFailure: startFailure, output: output.text(),
            error: error.text(), outputProblem: task.output.problem?.description,
            // An orphan on its way to us stands below nobody for a moment: it may come only now.
            isGone: stop == nil || ProcessTree.kill(milliseconds: Self.patience))
    }

    /// Stops what a task has left running that ended by itself.
    static func clear(_ signals: borrowing SignalSource, grace: Int) {
        ProcessTree.terminate()
        let deadline = Deadline(milliseconds: grace * 1000)
        while !ProcessTree.isEmpty, !deadline.hasPassed {
            var wanted = pollfd(
                fd: signals.descriptor.number, events: Int16(POLLIN), revents: 0)
            unsafe poll(&wanted, 1, deadline.milliseconds)
            while signals.next() != nil {}
            while Reaper.next() != nil {}
        }
        ProcessTree.kill(milliseconds: patience)
    }

    /// Sleeps until something happens or the time is over, and takes what has come.
    private mutating func wait(_ signals: borrowing SignalSource, until deadline: Deadline?) {
        let events = Int16(POLLIN)
        let child = (
            task.child.output.number, task.child.error.number, task.child.report.number
        )
        var wanted = [
            pollfd(fd: signals.descriptor.number, events: events, revents: 0),
            pollfd(fd: isOpen.output ? child.0 : -1, events: events, revents: 0),
            pollfd(fd: isOpen.error ? child.1 : -1, events: events, revents: 0),
            pollfd(fd: isOpen.report ? child.2 : -1, events: events, revents: 0),
        ]
        let ready = unsafe poll(&wanted, 4, deadline?.milliseconds ?? -1)
        guard ready > 0 else { return }
        if wanted[1].revents != 0 || wanted[2].revents != 0 { takeOutput() }
        if wanted[3].revents != 0 {
            failure = task.child.failure()
            isOpen.report = false
        }
        if wanted[0].revents != 0 { takeSignals(signals) }
    }

    private mutating func takeSignals(_ signals: borrowing SignalSource) {
        while let signal = signals.next() {
            switch signal {
            case SIGTERM: end(.asked)
            case Guard.guardIsGone: end(.guardGone)
            default: break
            }
        }
        while let ending = Reaper.next() { note(ending) }
    }

    private mutating func note(_ ending: ProcessEnding) {
        if ending.pid == task.child.pid { leader = ending }
    }

    /// Asks all processes of the task to end; after the grace they are killed.
    private mutating func end(_ reason: Stop) {
        guard stop == nil else { return }
        stop = reason
        killing = Deadline(milliseconds: grace * 1000)
        ProcessTree.terminate()
    }

    /// Takes what has been written until now, a piece of each.
    ///
    /// - Returns: whether there was anything.
    @discardableResult
    private mutating func takeOutput() -> Bool {
        var found = false
        if isOpen.output {
            switch task.child.output.take(into: &buffer) {
            case .bytes(let count):
                task.output.append(buffer[..<count])
                output.append(buffer[..<count])
                found = true
            case .nothingYet: break
            case .end: isOpen.output = false
            }
        }
        if isOpen.error {
            switch task.child.error.take(into: &buffer) {
            case .bytes(let count):
                task.output.append(buffer[..<count])
                error.append(buffer[..<count])
                found = true
            case .nothingYet: break
            case .end: isOpen.error = false
            }
        }
        return found
    }

    /// The task has ended by itself: what is left of it may finish its sentence.
    private mutating func hearOut(_ signals: borrowing SignalSource) {
        while takeOutput() {}
        let deadline = Deadline(milliseconds: Self.linger)
        while isOpen.output || isOpen.error, stop == nil, !ProcessTree.isEmpty,
            !deadline.hasPassed
        {
            wait(signals, until: deadline)
        }
    }

    /// The task is being stopped: waits for all of its processes to go, and kills those that don't.
    private mutating func finishOff(_ signals: borrowing SignalSource) {
        while !ProcessTree.isEmpty, killing?.hasPassed != true { wait(signals, until: killing) }
        var endings: [ProcessEnding] = []
        ProcessTree.kill(milliseconds: Self.patience) { endings.append($0) }
        for ending in endings { note(ending) }
    }

    private var startFailure: String? {
        guard let failure else { return nil }
        let reason = SystemError("", "", code: failure.code).reason
        return failure.isAboutFolder ? "can't enter its folder: \(reason)" : reason
    }
}
