import Glibc
import RingbackSystem
import TestSupport
import Testing

@Suite struct FileSystemTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        try folder.write("hello", to: "file")
        try folder.write("", to: "empty")
        try folder.write("x", to: "sub/x")
        unsafe mkfifo(folder("fifo"), 0o600)
        for (link, target) in [("loop", "loop"), ("dangling", "nowhere"), ("link", "file")] {
            unsafe symlink(folder(target), folder(link))
        }
    }

    @Test(
        arguments: [
            ("file", "hello"), ("empty", ""), ("link", "hello"), ("missing", nil), ("file/x", nil),
            ("dangling", nil), ("no/where", nil),
        ] as [(String, String?)])
    func `reads a file, and nothing where there is none`(_ name: String, _ text: String?) throws {
        let bytes = try FileSystem.read(folder(name), limit: 5)
        #expect(bytes.map { String(decoding: $0, as: UTF8.self) } == text)
        let tail = try FileSystem.readTail(folder(name), limit: 5)
        #expect(tail.map { String(decoding: $0.bytes, as: UTF8.self) } == text)
        #expect(tail?.isWhole ?? true)
    }

    @Test(arguments: [("sub", EISDIR), ("fifo", EINVAL), ("loop", ELOOP)])
    func `what is no file is an error, and is not waited for`(_ name: String, _ code: CInt) {
        let path = folder(name)
        #expect(throws: SystemError("read", path, code: code)) {
            try FileSystem.read(path, limit: 5)
        }
        #expect(throws: SystemError("read", path, code: code)) {
            try FileSystem.readTail(path, limit: 5)
        }
    }

    @Test func `a file above the limit is refused`() {
        #expect(throws: SystemError("read", folder("file"), code: EFBIG)) {
            try FileSystem.read(folder("file"), limit: 4)
        }
    }

    @Test(arguments: [(0, "", false), (2, "lo", false), (5, "hello", true), (6, "hello", true)])
    func `a tail is the end, and says whether it is all`(
        _ limit: Int, _ text: String, _ isWhole: Bool
    ) throws {
        let tail = try #require(try FileSystem.readTail(folder("file"), limit: limit))
        #expect(String(decoding: tail.bytes, as: UTF8.self) == text)
        #expect(tail.isWhole == isWhole)
    }

    @Test func `the tail of a gigabyte is the end alone`() throws {
        let path = folder("large")
        do {
            let file = try Descriptor(path, O_WRONLY | O_CREAT)
            #expect(lseek(file.number, 1 << 30, SEEK_SET) == 1 << 30)
            try file.write(Array("the end".utf8), named: path)
        }
        let tail = try #require(try FileSystem.readTail(path, limit: 10))
        #expect(tail.bytes == [0, 0, 0] + Array("the end".utf8))
        #expect(!tail.isWhole)
    }

    @Test func `folders are made for us alone, with those above them`() throws {
        let path = folder("a/b/c")
        try FileSystem.makeFolder(path)
        try FileSystem.makeFolder(path)
        for made in ["a", "a/b", "a/b/c"] {
            let status = try #require(FileSystem.status(folder(made)))
            #expect(status.isFolder && status.st_mode & 0o777 == 0o700)
        }
        #expect(throws: SystemError("make the folder", folder("file/a"), code: ENOTDIR)) {
            try FileSystem.makeFolder(folder("file/a"))
        }
    }

    @Test func `hidden names are not listed`() throws {
        try folder.write("", to: "sub/.hidden")
        try folder.write("", to: "sub/y")
        #expect(FileSystem.names(in: folder("sub")).sorted() == ["x", "y"])
        #expect(FileSystem.names(in: folder("missing")).isEmpty)
        #expect(FileSystem.names(in: folder("file")).isEmpty)
    }

    @Test func `what a killed writer left is swept, but not what is still being written`() throws {
        for name in [".x.json.1.2.tmp", ".young.tmp", ".lock", "y.tmp"] {
            try folder.write("", to: name)
        }
        try FileSystem.makeFolder(folder(".folder.tmp"))
        for name in [".x.json.1.2.tmp", ".lock", "y.tmp", ".folder.tmp"] {
            let age = ["-d", "2 minutes ago", folder(name)]
            _ = try Subprocess.run("/usr/bin/touch", age, milliseconds: 60_000)
        }
        FileSystem.removeTemporaries(in: folder.path, olderThan: 60)
        let left = [".x.json.1.2.tmp", ".young.tmp", ".lock", "y.tmp", ".folder.tmp"]
            .filter { FileSystem.status(folder($0)) != nil }
        #expect(left == [".young.tmp", ".lock", "y.tmp", ".folder.tmp"])
    }

    @Test func `executable are programs, not folders and texts`() throws {
        unsafe chmod(folder("empty"), 0o700)
        #expect(FileSystem.isExecutable(folder("empty")))
        #expect(
            ["file", "sub", "missing", "fifo"].allSatisfy { !FileSystem.isExecutable(folder($0)) })
    }

    @Test func `removing tells whether there was something`() {
        #expect(FileSystem.remove(folder("file")))
        #expect(!FileSystem.remove(folder("file")))
        #expect(!FileSystem.remove(folder("sub")))
    }

    @Test func `an error says what failed on what and why`() {
        let error = SystemError("read", "/x", code: EISDIR)
        #expect("\(error)" == "can't read /x: Is a directory")
        #expect(SystemError("write", "/x", code: EROFS).isAboutPermission)
        #expect(!error.isAboutPermission)
    }
}
