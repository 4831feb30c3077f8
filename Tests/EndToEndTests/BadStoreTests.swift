import Foundation
import LosslessJSON
import TestSupport
import Testing

/// A store that can't be used as it should be: the hook exits with 0 in silence, the log has a line,
/// and nothing that was there is damaged.
@Suite struct BadStoreTests {
    private let home: EndToEndHome
    private let store = EndToEndHome.store

    init() throws { home = try EndToEndHome() }

    @Test func `a read-only store stays as it is`() throws {
        try home.hook(EndToEndEvent.start("a1"))
        let user = try OtherUser(home)
        let before = try user.freeze(store)
        for event in [EndToEndEvent.stop("a1"), EndToEndEvent.start("a2")] {
            let outcome = try user.hook(event)
            #expect(outcome.isSilentSuccess)
            #expect(outcome.seconds < BadStdinTests.patience)
        }
        #expect(try user.contents(store) == before)
        #expect(home.log.count == 2, "\(home.log)")
        #expect(home.log.allSatisfy { $0.contains("Permission denied") }, "\(home.log)")
        let list = try user.ringback("list", "--store", "claude")
        #expect(list.exitCode == 0)
        #expect(try JSON.parse(list.output)["running"] == 1)
        let complete = try user.ringback("complete", "a1", "r")
        #expect(complete.exitCode == 1)
        #expect(complete.output.isEmpty == false || complete.error.isEmpty == false)
    }

    @Test func `a full disk keeps what is there, and the next event mends it`() throws {
        try home.hook(EndToEndEvent.start("a1"))
        try home.folder.write(EndToEndEvent.stop("a1").text(), to: "event")
        let script = """
            set -e
            cp -a "$STORE" "$HOME/kept"
            mount -t tmpfs -o size=40k,mode=755 none "$STORE"
            cp -a "$HOME/kept/." "$STORE/"
            cp -a "$STORE/." "$HOME/before/"
            dd if=/dev/zero of="$STORE/.fill" bs=4k 2>/dev/null || true
            "$RINGBACK" hook < "$HOME/event"; echo "exit $?"
            cp "$STORE"/*.json "$HOME/full/"
            rm "$STORE/.fill"
            "$RINGBACK" hook < "$HOME/event"; echo "exit $?"
            cp "$STORE"/*.json "$HOME/after/"
            """
        for name in ["before", "full", "after"] { try home.folder.write("", to: name + "/.keep") }
        var call = home.call([], ["STORE": home.folder(store)])
        call.environment["RINGBACK"] = call.program
        call.program = try EndToEndBinary.tool("unshare", package: "util-linux")
        call.arguments = (getuid() == 0 ? ["-m"] : ["-rm"]) + ["sh", "-c", script]
        let outcome = try call.run()
        #expect(outcome.text == "exit 0\nexit 0\n", "\(outcome.errorText)")
        #expect(outcome.error.isEmpty)
        for name in ["a1", "active", "completed", "failed"] {
            let before = home.folder.read("before/\(name).json")
            #expect(before != nil)
            #expect(home.folder.read("full/\(name).json") == before, "\(name)")
        }
        #expect(home.log.count == 1)
        #expect(home.log.first?.contains("No space left") == true, "\(home.log)")
        let after = try #require(home.folder.read("after/a1.json"))
        #expect(try JSON.parse(after)["status"] == "completed")
        #expect(home.alertCounts == ["completed": 1])
    }

    @Test func `a store that is a link out leaves what is there alone`() throws {
        try home.folder.write("notes", to: "elsewhere/notes.txt")
        try home.folder.write(#"{"theme":"dark"}"#, to: "elsewhere/config.json")
        try home.folder.write("", to: ".claude/.sisyphus/.keep")
        try FileManager.default.createSymbolicLink(
            atPath: home.folder(store), withDestinationPath: home.folder("elsewhere"))
        for event in [EndToEndEvent.start("a1"), EndToEndEvent.stop("a1")] {
            #expect(try home.hook(event).isSilentSuccess)
        }
        #expect(home.folder.text("elsewhere/notes.txt") == "notes")
        #expect(home.folder.text("elsewhere/config.json") == #"{"theme":"dark"}"#)
        #expect(home.record("a1")?["status"] == "completed")
        #expect(try home.answer("list")["total"] == 1)
    }

    @Test(arguments: ["a1.json", ".lock", "active.json", "completed.json"])
    func `a file that is a link out leaves its target alone`(_ name: String) throws {
        let precious = #"{"id":"a1","status":"running","precious":true}"#
        try home.folder.write(precious, to: "precious")
        try home.folder.write("", to: store + "/.keep")
        try FileManager.default.createSymbolicLink(
            atPath: home.folder("\(store)/\(name)"), withDestinationPath: home.folder("precious"))
        for event in [EndToEndEvent.start("a1"), EndToEndEvent.stop("a1")] {
            #expect(try home.hook(event).isSilentSuccess)
        }
        #expect(home.folder.text("precious") == precious)
        #expect(home.log.count == (name == ".lock" ? 2 : 0), "\(home.log)")
        if name != ".lock" { #expect(home.record("a1")?["status"] == "completed") }
    }

    @Test(arguments: ["/.claude/.sisyphus/background-tasks", "/.claude/.sisyphus", "/.claude"])
    func `a file in the place of a folder stays`(_ path: String) throws {
        try home.folder.write("a file", to: String(path.dropFirst()))
        for event in [EndToEndEvent.start("a1"), EndToEndEvent.stop("a1")] {
            #expect(try home.hook(event).isSilentSuccess)
        }
        #expect(home.folder.text(String(path.dropFirst())) == "a file")
        #expect(home.log.count == 2, "\(home.log)")
        #expect(try home.ringback("list").exitCode == 0)
    }

    @Test(arguments: EndToEndHome.views)
    func `a folder in the place of a view stays`(_ view: String) throws {
        try home.folder.write("x", to: "\(store)/\(view).json/inside")
        #expect(try home.hook(EndToEndEvent.start("a1")).isSilentSuccess)
        #expect(try home.hook(EndToEndEvent.stop("a1")).isSilentSuccess)
        #expect(home.folder.text("\(store)/\(view).json/inside") == "x")
        #expect(home.log.count >= 1)
    }

    @Test(arguments: EndToEndHome.views)
    func `a half-written view is made anew`(_ view: String) throws {
        for id in ["a1", "a2", "a3"] { try home.hook(EndToEndEvent.start(id)) }
        try home.hook(EndToEndEvent.stop("a1"))
        let path = "\(store)/\(view).json"
        let whole = try #require(home.folder.read(path))
        for length in [0, 1, whole.count / 2, whole.count - 1] {
            try home.folder.write(Array(whole.prefix(length)), to: path)
            #expect(try home.hook(EndToEndEvent.stop("a2")).isSilentSuccess)
            #expect(try home.ringback("cleanup").exitCode == 0)
            #expect(home.faults() == [], "\(length) bytes")
            #expect(home.record("a3")?["status"] == "running")
        }
        #expect(home.alertCounts == ["completed": 2])
    }

    @Test func `a half-written record is written anew, those of others stay`() throws {
        try home.hook(EndToEndEvent.start("a1"))
        try home.folder.write(#"{"id":"a1","sta"#, to: store + "/a1.json")
        try home.folder.write(#"{"id":"b1","sta"#, to: store + "/b1.json")
        #expect(try home.hook(EndToEndEvent.stop("a1")).isSilentSuccess)
        #expect(home.record("a1")?["status"] == "completed")
        #expect(home.folder.text(store + "/b1.json") == #"{"id":"b1","sta"#)
        #expect(try home.answer("list")["total"] == 1)
        let status = try home.ringback("status", "b1")
        #expect(status.exitCode == 1)
        #expect(try JSON.parse(status.output)["error"]?.string?.contains("no task file") == true)
    }
}
