import Glibc
import RingbackSystem
import Synchronization
import TestSupport
import Testing

@Suite struct ReplaceTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func mode(_ name: String) -> mode_t? {
        FileSystem.status(folder(name)).map { $0.st_mode & 0o777 }
    }

    @Test(arguments: [false, true])
    func `a file is for us alone, whatever stood there`(_ isDeferred: Bool) throws {
        try folder.write("old", to: "file")
        unsafe chmod(folder("file"), 0o644)
        for name in ["file", "new"] {
            let text = Array("new".utf8)
            try FileSystem.replace(folder(name), with: text, isDeferred: isDeferred)
            #expect(folder.text(name) == "new")
            #expect(mode(name) == 0o600)
        }
        #expect(try everything() == ["file", "new"])
    }

    @Test func `what is added to a file is for us alone, too`() throws {
        try FileSystem.append(Array("a".utf8), to: folder("log"))
        try FileSystem.append(Array("b".utf8), to: folder("log"))
        #expect(folder.text("log") == "ab")
        #expect(mode("log") == 0o600)
    }

    @Test func `a link is replaced, not followed`() throws {
        try folder.write("other's", to: "target")
        unsafe symlink(folder("target"), folder("link"))
        try FileSystem.replace(folder("link"), with: Array("ours".utf8))
        #expect(folder.text("link") == "ours")
        #expect(folder.text("target") == "other's")
    }

    @Test func `what fails leaves nothing behind`() throws {
        try folder.write("x", to: "taken/x")
        #expect(throws: SystemError("write", folder("taken"), code: EISDIR)) {
            try FileSystem.replace(folder("taken"), with: [1])
        }
        #expect(throws: SystemError("write", folder("no/file"), code: ENOENT)) {
            try FileSystem.replace(folder("no/file"), with: [1])
        }
        #expect(try everything() == ["taken"])
    }

    @Test(arguments: [false, true])
    func `a reader sees the old content or the new, never a part`(_ isDeferred: Bool) async throws {
        let path = folder("file")
        let size = 100_000
        try FileSystem.replace(path, with: [UInt8](repeating: 0, count: size))
        let writer = Writer()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { writer.isDone.store(true, ordering: .releasing) }
                for round in 1...200 as ClosedRange<UInt8> {
                    let content = [UInt8](repeating: round, count: size)
                    try FileSystem.replace(path, with: content, isDeferred: isDeferred)
                }
            }
            var last: UInt8 = 0
            while !writer.isDone.load(ordering: .acquiring) {
                let bytes = try #require(try FileSystem.read(path, limit: size))
                let first = try #require(bytes.first)
                #expect(bytes.count == size && bytes.allSatisfy { $0 == first } && first >= last)
                last = first
                await Task.yield()
            }
            try await group.waitForAll()
        }
        #expect(try everything() == ["file"])
    }

    private final class Writer: Sendable {
        let isDone = Atomic(false)
    }

    /// All names, the hidden ones too.
    private func everything() throws -> [String] {
        let listing = try Subprocess.run("/bin/ls", ["-A", folder.path], milliseconds: 10_000)
        return String(decoding: listing.output, as: UTF8.self).split(separator: "\n").map(
            String.init)
    }
}
