import AlertDelivery
import Glibc
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

/// Each in a process of its own, which leaves couriers behind that nobody reaps.
@Suite struct CourierLockTests {
    @Test func `wakes one courier, to which the lock goes over`() async {
        await #expect(processExitsWith: .success) {
            let fixture = try CourierFixture()
            let gate = fixture.folder("gate")
            unsafe mkfifo(gate, 0o600)
            let script = """
                echo $(readlink /proc/$$/fd/3) >> \(fixture.folder("born"))
                mv \(fixture.folder("born")) \(fixture.folder("told")); read x < \(gate)
                """
            let programs = [
                (path: fixture.folder("missing"), arguments: []),
                (path: "/bin/sh", arguments: ["-c", script]),
                (path: "/bin/false", arguments: []),
            ]
            let lock = CourierLock.path(fixture.paths)
            let watch = try FolderWatch(fixture.folder.path)
            for _ in 1...3 { try CourierLock.wake(fixture.paths, programs: programs) }
            let isBorn = watch.wait(milliseconds: 60_000)
            #expect(isBorn)
            #expect(
                fixture.folder.text("told") == lock + "\n", "it was born once, and with the lock")

            // Its end frees the lock, without a word.
            openGate(gate)
            let held = try FileLock(lock, waiting: 60_000)
            held.release()
        }
    }

    @Test func `where no program can be started it says why, and holds nothing`() async {
        await #expect(processExitsWith: .success) {
            let fixture = try CourierFixture()
            let missing = fixture.folder("missing")
            #expect(throws: SystemError("run", missing, code: ENOENT)) {
                try CourierLock.wake(fixture.paths, programs: [(missing, []), (missing, [])])
            }
            guard let lock = try FileLock.ifFree(CourierLock.path(fixture.paths)) else {
                Issue.record("the lock is still held")
                return
            }
            lock.release()
        }
    }
}
