import Foundation
import LosslessJSON
import TestSupport
import Testing

/// A transcript may be anything: a hook reads the tail of a regular file, and waits for nothing.
@Suite struct BadTranscriptTests {
    enum Kind: String, CaseIterable, Sendable {
        case missing, empty, torn, folder, fifo, loop, sparse, dangling, binary, device

        /// Whether the last words can be read.
        var isReadable: Bool { self == .torn || self == .sparse }
    }

    private static let words =
        #"{"type":"message","message":{"role":"assistant","content":"Last words"}}"#

    @Test(arguments: Kind.allCases)
    func `hook-complete ends the task at once`(_ kind: Kind) throws {
        let home = try EndToEndHome()
        try OriginalTask().write(to: home)
        let path = try make(kind, in: home)
        let call = home.call(
            ["hook-complete"],
            input: .bytes(
                Array(
                    JSON.object([
                        "session_id": .string(OriginalTask().session),
                        "transcript_path": .string(path),
                    ]).text().utf8)), OriginalTask.zone)
        let outcome = try call.run()
        #expect(outcome.exitCode == 0)
        #expect(outcome.seconds < BadStdinTests.patience)
        #expect(try JSON.parse(outcome.output)["completed"] == true)
        #expect(home.droidRecord()?["result"]?.string == (kind.isReadable ? "Last words" : ""))
        #expect(home.faults(in: EndToEndHome.droidStore) == [])
    }

    @Test(arguments: Kind.allCases)
    func `a turn's end and a task's absence are told at once`(_ kind: Kind) throws {
        let home = try EndToEndHome()
        let path = try make(kind, in: home)
        try home.hook(EndToEndEvent.launched("a1"))
        var event = try #require(EndToEndEvent.turnDone().object)
        event["transcript_path"] = .string(path)
        event["last_assistant_message"] = nil
        let outcome = try home.hook(.object(event))
        #expect(outcome.isSilentSuccess)
        #expect(outcome.seconds < BadStdinTests.patience)
        #expect(home.record("a1")?["status"] == "completed")
        #expect(home.record("a1")?["ended_by"] == "absence")
        #expect(home.alertCounts == ["completed": 1, "turn_finished": 1])
        let turn = home.alerts.first { $0["kind"] == "turn_finished" }
        #expect(turn?["body"]?.string == (kind.isReadable ? "Last words" : ""))
    }

    private func make(_ kind: Kind, in home: EndToEndHome) throws -> String {
        let path = home.folder("t.jsonl")
        let files = FileManager.default
        switch kind {
        case .missing: break
        case .empty: try home.folder.write("", to: "t.jsonl")
        case .torn: try home.folder.write(Self.words + "\n" + Self.words.prefix(40), to: "t.jsonl")
        case .folder: try files.createDirectory(atPath: path, withIntermediateDirectories: false)
        case .fifo: try #require(unsafe mkfifo(path, 0o600) == 0)
        case .loop: try files.createSymbolicLink(atPath: path, withDestinationPath: path)
        case .dangling:
            try files.createSymbolicLink(atPath: path, withDestinationPath: "/nonexistent/x")
        case .binary: try home.folder.write([UInt8](repeating: 0xFE, count: 1 << 20), to: "t.jsonl")
        case .device: return "/dev/zero"
        case .sparse:
            try home.folder.write("", to: "t.jsonl")
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.truncate(atOffset: 1 << 30)
            try file.seekToEnd()
            try file.write(contentsOf: Data(("\n" + Self.words + "\n").utf8))
            try file.close()
        }
        return path
    }
}
