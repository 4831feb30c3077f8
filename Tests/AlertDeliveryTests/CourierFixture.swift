import AlertDelivery
import RingbackModel
import RingbackSystem
import Synchronization
import TestSupport
import Testing

/// A home with an outbox and a log, and channels that write down what they are told.
final class CourierFixture: Sendable {
    let folder: ScratchFolder
    let paths: Paths
    let environment: Environment
    let outbox: Outbox
    let log: DeliveryLog
    let journal = Journal()
    let clock = Mutex(now)

    init(settings: String = "{}", variables: [String: String] = [:]) throws {
        folder = try ScratchFolder()
        try folder.write(settings, to: ".claude/settings.json")
        environment = Environment(variables.merging(["HOME": folder.path]) { $1 })
        paths = try #require(Paths(environment))
        outbox = Outbox(paths)
        log = DeliveryLog(paths)
    }

    /// A new courier, as another process would have it.
    ///
    /// - Parameter failing: the channels that can't show anything.
    func courier(
        _ names: [ChannelName] = [.desktop, .terminal], failing: Set<ChannelName> = [],
        idle: Int = 0
    ) -> Courier {
        courier(
            channels: names.map { RecordingChannel($0, journal, fails: failing.contains($0)) },
            idle: idle)
    }

    /// A new courier with channels of a test's own.
    ///
    /// - Parameter program: stands for `ringback`.
    func courier(
        channels: [any Channel], program: String = "/nowhere/ringback", idle: Int = 0
    ) -> Courier {
        let answering = Answering(program: program)
        return Courier(environment, paths, channels: channels, answering: answering, idle: idle) {
            self.clock.withLock { $0 }
        }
    }

    /// Lets a courier live from its lock to its end.
    func run(_ courier: Courier) throws {
        try FileSystem.makeFolder(paths.state)
        if let lock = try FileLock.ifFree(CourierLock.path(paths)) {
            try courier.run(holding: lock)
        }
    }

    func wait(seconds: Double) { clock.withLock { $0 = $0 + seconds } }

    /// What the log has of each alert: `T: shown by desktop`.
    var logged: [String] {
        log.entries(last: 1000).map { entry in
            let tried = entry.attempts.map(\.channel).joined(separator: ", ")
            return "\(entry.title): \(entry.outcome.rawValue)"
                + (tried.isEmpty ? "" : " by \(tried)") + (entry.reason.map { " (\($0))" } ?? "")
        }
    }
}

/// What channels were told, in its order.
final class Journal: Sendable {
    private let entries = Mutex<[String]>([])
    private let count = Mutex<UInt32>(0)

    var lines: [String] { entries.withLock { $0 } }
    func add(_ line: String) { entries.withLock { $0.append(line) } }
    func nextID() -> UInt32 {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}

/// Shows nothing, and writes it down.
final class RecordingChannel: Channel {
    let name: ChannelName
    private let journal: Journal
    private let fails: Bool

    init(_ name: ChannelName, _ journal: Journal, fails: Bool) {
        self.name = name
        self.journal = journal
        self.fails = fails
    }

    func show(_ notice: Notice) -> Delivery {
        guard !fails else {
            journal.add("\(name.rawValue) can't show \(notice.title)")
            return .failed(reason: "out of order", remedy: "repair it")
        }
        let id = journal.nextID()
        let place = notice.replaces > 0 ? " in the place of \(notice.replaces)" : ""
        journal.add("\(name.rawValue) shows \(notice.title) as \(id)\(place)")
        return .shown(id: id, detail: name.rawValue)
    }

    func withdraw(id: UInt32) { journal.add("\(name.rawValue) withdraws \(id)") }
}
