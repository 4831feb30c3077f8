import Foundation
import LosslessJSON
import TestSupport
import Testing

/// Whatever stands on its stdin, a hook exits with 0 within a second, prints nothing, says in its
/// log what was wrong, and leaves the store as it is.
@Suite struct BadStdinTests {
    struct Input: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let input: HookCall.Input
        /// What the one line of the log holds.
        let log: String

        init(_ name: String, _ input: HookCall.Input, log: String) {
            testDescription = name
            self.input = input
            self.log = log
        }

        init(_ name: String, _ text: String, log: String) {
            self.init(name, .bytes(Array(text.utf8)), log: log)
        }
    }

    /// A hook has a second; the machine may be busy.
    static let patience = 1.5

    static let inputs = [
        Input("empty", "", log: "no JSON"),
        Input("blank", " \n\n", log: "no JSON"),
        Input("garbage", "Error: no such thing", log: "no JSON"),
        Input("truncated", #"{"hook_event_name":"Stop","session_id":"s"#, log: "no JSON"),
        Input("a list", "[]", log: "a list"),
        Input("null", "null", log: "null"),
        Input("a number", "12", log: "a number"),
        Input("a text", #""Stop""#, log: "a text"),
        Input("an empty object", "{}", log: "hook_event_name"),
        Input(
            "an event name of another type", #"{"hook_event_name":["Stop"]}"#,
            log: "hook_event_name"),
        Input("two objects", #"{"hook_event_name":"Stop"} {"#, log: "no JSON"),
        Input(
            "200 levels deep",
            #"{"hook_event_name":"Stop","x":"# + String(repeating: "[", count: 200)
                + String(repeating: "]", count: 200) + "}", log: "deep"),
        Input(
            "200,000 levels deep", String(repeating: #"{"x":["#, count: 100_000), log: "no JSON"),
        Input("endless zeros", .file("/dev/zero"), log: "larger than"),
        Input("open and silent", .open([]), log: "no whole event within a second"),
        Input(
            "open in the middle of an event", .open(Array(#"{"hook_event_name":"#.utf8)),
            log: "no whole event within a second"),
    ]

    @Test(arguments: inputs)
    func `bad input does no harm`(_ input: Input) throws {
        let home = try EndToEndHome()
        try home.hook(EndToEndEvent.start("a1"))
        let before = home.folder.read(EndToEndHome.store + "/active.json")
        for command in ["hook", "hook-complete"] {
            if command == "hook-complete", input.log == "hook_event_name" { continue }
            FileRemoval.remove(home.folder(EndToEndHome.state + "/ringback.log"))
            let outcome = try home.call([command], input: input.input).run()
            #expect(outcome.isSilentSuccess)
            #expect(outcome.seconds < Self.patience)
            #expect(home.log.count == 1)
            #expect(home.log.first?.contains(input.log) == true, "\(home.log)")
        }
        #expect(home.folder.read(EndToEndHome.store + "/active.json") == before)
        #expect(home.ids() == ["a1"])
    }

    @Test func `100 MB are read and thrown away`() throws {
        let home = try EndToEndHome()
        var event = Array(#"{"hook_event_name":"Stop","last_assistant_message":""#.utf8)
        event += [UInt8](repeating: UInt8(ascii: "x"), count: 100 << 20)
        event += Array(#""}"#.utf8)
        let outcome = try home.call(["hook"], input: .bytes(event)).run()
        #expect(outcome.isSilentSuccess)
        #expect(outcome.seconds < Self.patience)
        #expect(home.log.count == 1)
        #expect(home.log.first?.contains("larger than") == true)
        #expect(home.outbox.isEmpty)
    }

    @Test func `spaces that never end are given up`() throws {
        let home = try EndToEndHome()
        var ends: [CInt] = [-1, -1]
        try #require(unsafe pipe(&ends) == 0)
        let writer = Foundation.Process()
        writer.executableURL = URL(filePath: "/usr/bin/yes")
        writer.arguments = [" "]
        writer.standardOutput = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
        try writer.run()
        defer { writer.terminate() }
        let outcome = try home.call(["hook"], input: .descriptor(ends[0])).run()
        close(ends[0])
        #expect(outcome.isSilentSuccess)
        #expect(outcome.seconds < Self.patience)
        #expect(home.log.count == 1)
    }

    @Test func `a whole event is enough, though stdin stays open`() throws {
        let home = try EndToEndHome()
        let event = EndToEndEvent.start("a1").text()
        let outcome = try home.call(["hook"], input: .open(Array(event.utf8))).run()
        #expect(outcome.isSilentSuccess)
        #expect(outcome.seconds < 0.5)
        #expect(home.ids() == ["a1"])
        #expect(home.log == [])
    }

    @Test func `a byte order mark and bytes that are no UTF-8 are taken`() throws {
        let home = try EndToEndHome()
        var event = Array(EndToEndEvent.stop("a1", "Größe: \u{1}").text().utf8)
        let place = try #require(event.firstIndex(of: 0xC3))
        event[place] = 0xFF
        let outcome = try home.call(["hook"], input: .bytes([0xEF, 0xBB, 0xBF] + event)).run()
        #expect(outcome.isSilentSuccess)
        #expect(home.record("a1")?["result"]?.string?.contains("\u{FFFD}") == true)
        #expect(home.faults() == [])
        #expect(home.log == [])
    }

    @Test(arguments: [[0], [1], [2], [0, 1, 2]] as [Set<CInt>])
    func `closed standard descriptors do no harm`(_ closed: Set<CInt>) throws {
        let home = try EndToEndHome()
        for event in [EndToEndEvent.start("a1"), EndToEndEvent.stop("a1")] {
            var call = home.call(["hook"], input: .bytes(Array(event.text().utf8)))
            call.closed = closed
            let outcome = try call.run()
            #expect(outcome.isSilentSuccess)
            #expect(outcome.seconds < Self.patience)
        }
        #expect(home.ids() == (closed.contains(0) ? [] : ["a1"]))
        #expect(home.faults() == [])
        #expect(home.log.count == (closed.contains(0) ? 2 : 0))
    }
}
