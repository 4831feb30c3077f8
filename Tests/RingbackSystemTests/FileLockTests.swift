import Glibc
import RingbackSystem
import Synchronization
import TestSupport
import Testing

@Suite struct FileLockTests {
    private let folder: ScratchFolder
    private var path: String { folder("lock") }

    init() throws { folder = try ScratchFolder() }

    @Test func `is free, then held, then free again`() throws {
        let lock = try FileLock(path, waiting: 0)
        #expect(try !isFree(path))
        lock.release()
        #expect(try isFree(path))
        #expect(try isFree(path))
    }

    private func isFree(_ path: String) throws -> Bool {
        guard let lock = try FileLock.ifFree(path) else { return false }
        lock.release()
        return true
    }

    @Test(arguments: [0, 1, 30])
    func `is waited for no longer than wanted`(_ milliseconds: Int) throws {
        let lock = try FileLock(path, waiting: 0)
        let start = Clock.monotonicNanoseconds()
        #expect(throws: SystemError("lock", path, code: ETIMEDOUT)) {
            _ = try FileLock(path, waiting: milliseconds)
        }
        let elapsed = Clock.monotonicNanoseconds() - start
        #expect(elapsed >= Int64(milliseconds) * 1_000_000)
        #expect(elapsed < 10_000_000_000)
        lock.release()
    }

    @Test func `many wait at once, each for as long as it wants`() async throws {
        let lock = try FileLock(path, waiting: 0)
        let path = path
        try await withThrowingTaskGroup(of: CInt?.self) { group in
            for milliseconds in [20, 40, 60] {
                group.addTask {
                    try await onThread {
                        do throws(SystemError) {
                            _ = try FileLock(path, waiting: milliseconds)
                            return nil
                        } catch {
                            return error.code
                        }
                    }
                }
            }
            for try await code in group { #expect(code == ETIMEDOUT) }
        }
        lock.release()
    }

    @Test func `goes to those who wait, first come, first served`() async throws {
        let lock = try FileLock(path, waiting: 0)
        let path = path
        let order = Order()
        var tasks: [Task<Void, any Error>] = []
        for waiter in 1...3 {
            tasks.append(
                Task {
                    try await onThread {
                        let lock = try FileLock(path, waiting: 60_000)
                        order.places.withLock { $0.append(waiter) }
                        lock.release()
                    }
                })
            while try waiters() < waiter { await Task.yield() }
        }
        lock.release()
        for task in tasks { try await task.value }
        #expect(order.places.withLock { $0 } == [1, 2, 3])
    }

    private final class Order: Sendable {
        let places = Mutex<[Int]>([])
    }

    /// How many wait for the lock now.
    ///
    /// Source: proc_locks(5): who is blocked has an arrow, the file stands as `device:inode`.
    private func waiters() throws -> Int {
        let inode = try #require(FileSystem.status(path)).st_ino
        let file = try Descriptor("/proc/locks", O_RDONLY)
        let text = String(decoding: try file.read(atMost: 1 << 20, named: "locks"), as: UTF8.self)
        return text.split(separator: "\n").count { $0.contains("->") && $0.contains(":\(inode) ") }
    }

    @Test func `a link in its place is not followed`() throws {
        try folder.write("", to: "target")
        unsafe symlink(folder("target"), path)
        #expect(throws: SystemError("lock", path, code: ELOOP)) {
            _ = try FileLock(path, waiting: 0)
        }
        #expect(throws: SystemError("lock", folder("no/lock"), code: ENOENT)) {
            _ = try isFree(folder("no/lock"))
        }
    }
}
