import Foundation
import LosslessJSON
import TestSupport
import Testing

/// A hook that finds the store locked waits its turn, and not for ever.
@Suite struct WaitingHookTests {
    /// Agents kill a hook after ten seconds.
    private static let limit = 9.0

    @Test(arguments: [[], [SIGALRM]] as [Set<CInt>])
    func `a store that stays locked is given up before the agent gives the hook up`(
        _ blocked: Set<CInt>
    ) throws {
        let home = try EndToEndHome()
        try home.hook(EndToEndEvent.start("a1"))
        let lock = unsafe open(home.folder(EndToEndHome.store + "/.lock"), O_RDWR | O_CLOEXEC)
        try #require(flock(lock, LOCK_EX) == 0)
        defer { close(lock) }
        var call = home.call(["hook"], input: .bytes(Array(EndToEndEvent.stop("a1").text().utf8)))
        call.blocked = blocked
        let outcome = try call.run(seconds: Self.limit)
        #expect(outcome.isSilentSuccess)
        #expect(!outcome.timedOut)
        #expect(home.log.count == 1)
        #expect(home.record("a1")?["status"] == "running")
    }

    @Test func `a hook goes on as soon as the store is free`() throws {
        let home = try EndToEndHome()
        try home.hook(EndToEndEvent.start("a1"))
        let lock = unsafe open(home.folder(EndToEndHome.store + "/.lock"), O_RDWR | O_CLOEXEC)
        try #require(flock(lock, LOCK_EX) == 0)
        let call = home.call(["hook"], input: .bytes(Array(EndToEndEvent.stop("a1").text().utf8)))
        let hook = try call.start()
        let isWaiting = Polling.until { Self.isWaitingForLock(hook.pid) }
        #expect(isWaiting)
        close(lock)
        let outcome = hook.outcome()
        #expect(outcome.isSilentSuccess)
        #expect(home.record("a1")?["status"] == "completed")
        #expect(home.log == [])
    }

    /// Whether a process stands in /proc/locks as one that waits.
    private static func isWaitingForLock(_ pid: CInt) -> Bool {
        let locks = (try? String(contentsOfFile: "/proc/locks", encoding: .utf8)) ?? ""
        return locks.split(separator: "\n").contains { line in
            line.contains("->") && line.split(separator: " ").contains("\(pid)")
        }
    }
}
