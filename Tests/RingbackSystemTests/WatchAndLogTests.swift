import Glibc
import RingbackSystem
import TestSupport
import Testing

@Suite struct FolderWatchTests {
    @Test func `tells of a file that comes, also of one that came before it was asked`() throws {
        let folder = try ScratchFolder()
        let watch = try FolderWatch(folder.path)
        var told = [watch.wait(milliseconds: 0)]
        try FileSystem.replace(folder("a"), with: [])
        try FileSystem.replace(folder("b"), with: [])
        // Both are told at once.
        told += [watch.wait(milliseconds: 60_000), watch.wait(milliseconds: 0)]
        try FileSystem.append([1], to: folder("a"))
        told += [watch.wait(milliseconds: 1)]
        #expect(told == [false, true, false, false])
    }

    @Test func `wakes who waits`() async throws {
        let folder = try ScratchFolder()
        let path = folder.path
        async let isWoken = onThread {
            let watch = try FolderWatch(path)
            try FileSystem.replace(path + "/ready", with: [])
            return watch.wait(milliseconds: 0) && watch.wait(milliseconds: 60_000)
        }
        while folder.read("ready") == nil { await Task.yield() }
        try FileSystem.replace(path + "/next", with: [])
        #expect(try await isWoken)
    }

    @Test func `there is nothing to watch where no folder is`() throws {
        let folder = try ScratchFolder()
        #expect(throws: SystemError("watch", folder("no"), code: ENOENT)) {
            _ = try FolderWatch(folder("no"))
        }
    }
}

@Suite struct ProblemLogTests {
    @Test func `makes its folder, adds lines, and is put aside when it is large`() throws {
        let folder = try ScratchFolder()
        let paths = try #require(Paths(Environment(["HOME": folder.path])))
        let log = ProblemLog(paths)
        log.add("one", at: "t1")
        log.add("two", at: "t2")
        #expect(folder.text(".local/state/ringback/ringback.log") == "t1 one\nt2 two\n")
        try FileSystem.append([UInt8](repeating: 0x0A, count: 1 << 20), to: log.path)
        log.add("three", at: "t3")
        #expect(folder.text(".local/state/ringback/ringback.log") == "t3 three\n")
        #expect(folder.read(".local/state/ringback/ringback.log.1")?.count == 14 + 1 << 20)
    }

    @Test func `is silent where it can't write`() throws {
        let folder = try ScratchFolder()
        try folder.write("", to: "file")
        let paths = try #require(Paths(Environment(["HOME": folder("file")])))
        ProblemLog(paths).add("lost", at: "t")
        #expect(folder.text("file") == "")
    }
}

@Suite struct DescriptorTests {
    @Test func `is closed when a program is started, and never waits for a FIFO`() throws {
        let folder = try ScratchFolder()
        unsafe mkfifo(folder("fifo"), 0o600)
        let reader = try Descriptor(folder("fifo"), O_RDONLY)
        #expect(fcntl(reader.number, F_GETFD) & FD_CLOEXEC != 0)
        reader.close()
        #expect(throws: SystemError("open", folder("fifo"), code: ENXIO)) {
            _ = try Descriptor(folder("fifo"), O_WRONLY)
        }
    }

    @Test func `a deadline passes when its time has come`() {
        #expect(Deadline(milliseconds: 0).hasPassed)
        #expect(Deadline(milliseconds: 0).milliseconds == 0)
        let later = Deadline(milliseconds: 60_000)
        #expect(!later.hasPassed && (1...60_000).contains(later.milliseconds))
        #expect(Deadline(milliseconds: .max / 2_000_000).milliseconds == .max)
    }
}
