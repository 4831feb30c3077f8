import Glibc
import RingbackSystem
import TestSupport
import Testing

@Suite struct ProcessIdentityTests {
    @Test func `this process is alive, and is itself`() throws {
        let identity = try #require(ProcessIdentity(ofRunning: Int(getpid())))
        #expect(identity.isAlive)
        #expect(identity.boot == ProcessIdentity.currentBoot)
        #expect(identity.boot.utf8.count == 36)
    }

    @Test func `another start or another boot is another process`() throws {
        let me = try #require(ProcessIdentity(ofRunning: Int(getpid())))
        #expect(!ProcessIdentity(pid: me.pid, start: me.start + 1, boot: me.boot).isAlive)
        #expect(!ProcessIdentity(pid: me.pid, start: me.start, boot: "another").isAlive)
    }

    @Test(arguments: [0, -1, Int.min, Int.max, 1 << 30])
    func `a number that no process has is none`(_ pid: Int) {
        #expect(ProcessIdentity(ofRunning: pid) == nil)
        #expect(!ProcessIdentity(pid: pid, start: 0, boot: "").isAlive)
    }

    @Test func `a zombie counts as dead, and so does what is gone`() throws {
        let child = try Child("/bin/sleep", ["sleep", "1000"])
        let identity = try #require(ProcessIdentity(ofRunning: Int(child.pid)))
        #expect(identity.isAlive)
        kill(child.pid, SIGKILL)
        var information = unsafe siginfo_t()
        let options = WEXITED | WNOWAIT
        #expect(unsafe waitid(P_PID, id_t(child.pid), &information, options) == 0)
        #expect(!identity.isAlive)
        #expect(ProcessIdentity(ofRunning: Int(child.pid)) == nil)
        child.reap()
        #expect(!identity.isAlive)
    }

    @Test func `a program's name may hold anything`() throws {
        let folder = try ScratchFolder()
        let path = folder("a) Z 1 (b")
        unsafe symlink("/bin/sleep", path)
        let child = try Child(path, ["sleep", "1000"])
        let entry = try #require(ProcessEntry(Int(child.pid)))
        #expect(entry.parent == Int(getpid()))
        #expect(entry.start == ProcessIdentity(ofRunning: Int(child.pid))?.start)
        kill(child.pid, SIGKILL)
        child.reap()
    }
}

/// A child of the test's own, which the test reaps.
private struct Child {
    let pid: pid_t

    init(_ path: String, _ arguments: [String]) throws {
        var vector = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { for index in unsafe vector.indices { unsafe free(vector[index]) } }
        var environment: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
        var pid: pid_t = 0
        let error = unsafe posix_spawn(&pid, path, nil, nil, &vector, &environment)
        guard error == 0 else { throw SystemError("run", path, code: error) }
        self.pid = pid
    }

    func reap() {
        var status: CInt = 0
        unsafe waitpid(pid, &status, 0)
    }
}
