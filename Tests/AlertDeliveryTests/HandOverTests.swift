import AlertDelivery
import RingbackModel
import RingbackSystem
import Synchronization
import TestSupport
import Testing

/// One courier at a time, and no alert between two of them.
@Suite struct HandOverTests {
    @Test func `a courier delivers, leaves its lock, and nothing behind`() throws {
        let fixture = try CourierFixture()
        try fixture.outbox.put(.show(alert()))
        try fixture.run(fixture.courier())
        #expect(fixture.journal.lines == ["desktop shows T as 1"])
        try fixture.run(fixture.courier())
        #expect(fixture.journal.lines.count == 1)
    }

    @Test(arguments: 0..<4)
    func `an alert that is put down while the courier leaves is shown, once`(_ round: Int)
        async throws
    {
        let fixture = try CourierFixture()
        let count = 60
        let ring = { @Sendable (number: Int) async throws in
            try fixture.outbox.put(.show(alert("T\(number)", session: "s\(number)")))
            // As a hook wakes the courier: if nobody holds the lock, there is a new one.
            try await onThread { try fixture.run(fixture.courier(idle: round % 2)) }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count { group.addTask { try await ring(number) } }
            try await group.waitForAll()
        }
        #expect(fixture.outbox.names().isEmpty)
        let shown = fixture.journal.lines.map { $0.split(separator: " ")[2] }
        #expect(shown.count == count && Set(shown).count == count)
    }

    @Test func `an alert that comes while others are shown is shown by the same courier`() throws {
        let fixture = try CourierFixture()
        let outbox = fixture.outbox
        let channel = HoldingChannel { shown in
            if shown < 5 { _ = try? outbox.put(.show(alert("T\(shown + 1)"))) }
        }
        try outbox.put(.show(alert("T1")))
        let courier = Courier(fixture.environment, fixture.paths, channels: [channel], idle: 0) {
            now
        }
        try fixture.run(courier)
        #expect(fixture.logged == (1...5).map { "T\($0): shown by desktop" })
    }

    @Test func `an alert of the last moment is shown by the courier that leaves`() throws {
        let fixture = try CourierFixture()
        let outbox = fixture.outbox
        let lock = CourierLock.path(fixture.paths)
        // Asked when there was nothing to do for a while, just before the lock is given up: who puts
        // an alert down now finds the lock held, and wakes nobody.
        let channel = LastMomentChannel {
            if let free = try? FileLock.ifFree(lock) {
                free.release()
                Issue.record("the lock was given up too early")
            }
            _ = try? outbox.put(.show(alert("late")))
        }
        let courier = Courier(fixture.environment, fixture.paths, channels: [channel], idle: 0) {
            now
        }
        try fixture.run(courier)
        #expect(fixture.logged == ["late: shown by desktop"])
        #expect(outbox.names().isEmpty)
    }

    @Test func `a courier stays as long as notices would go with it, and delivers meanwhile`()
        async throws
    {
        let fixture = try CourierFixture()
        let channel = HoldingChannel()
        try fixture.outbox.put(.show(alert("first")))
        async let life: Void = onThread {
            let courier = Courier(fixture.environment, fixture.paths, channels: [channel], idle: 0)
            { now }
            try fixture.run(courier)
        }
        while channel.asked.load(ordering: .acquiring) == 0 { await Task.yield() }
        try fixture.outbox.put(.show(alert("second")))
        try await life
        #expect(fixture.logged == ["first: shown by desktop", "second: shown by desktop"])
    }

    @Test func `what is remembered of old sessions goes when a courier leaves`() throws {
        let fixture = try CourierFixture()
        for name in ["sessions/old.json", "sessions/new.json", "attention/old"] {
            try fixture.folder.write("{}", to: ".local/state/ringback/\(name)")
        }
        for name in ["sessions/old.json", "attention/old"] {
            let path = fixture.paths.state + "/" + name
            _ = try Subprocess.run(
                "/usr/bin/touch", ["-d", "8 days ago", path], milliseconds: 60_000)
        }
        try fixture.run(fixture.courier())
        #expect(FileSystem.names(in: fixture.paths.state + "/sessions") == ["new.json"])
        #expect(FileSystem.names(in: fixture.paths.state + "/attention").isEmpty)
    }
}

/// Holds what it shows until it has shown two.
private final class HoldingChannel: Channel, Sendable {
    let name = ChannelName.desktop
    let asked = Atomic(0)
    private let shown = Atomic(0)
    private let action: @Sendable (Int) -> Void

    /// - Parameter action: is given the number of each notice.
    init(_ action: @escaping @Sendable (Int) -> Void = { _ in }) { self.action = action }

    func show(_ notice: Notice) -> Delivery {
        action(shown.add(1, ordering: .relaxed).newValue)
        return .shown(id: 1, detail: "")
    }

    var holdsNotices: Bool {
        asked.add(1, ordering: .releasing)
        return shown.load(ordering: .relaxed) < 2
    }
}

/// Does something when it is asked, the first time, whether it holds anything.
private final class LastMomentChannel: Channel {
    let name = ChannelName.desktop
    private var action: (() -> Void)?

    init(_ action: @escaping () -> Void) { self.action = action }

    func show(_ notice: Notice) -> Delivery { .shown(id: 1, detail: "") }

    var holdsNotices: Bool {
        let first = action
        action = nil
        first?()
        return false
    }
}
