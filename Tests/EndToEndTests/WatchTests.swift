import Foundation
import LosslessJSON
import TestSupport
import Testing

/// `list --watch` in a real terminal, tmux's.
@Suite struct WatchTests {
    private let home: EndToEndHome

    init() throws { home = try EndToEndHome() }

    @Test func `shows what is at work, how far it is and what it wrote last`() throws {
        try home.put(
            "r1", "running", seconds: 125,
            [
                "description": "Find auth patterns",
                "progress": ["percent": 40, "lastMessage": "tests"],
            ], output: "one\ntwo\n  \n")
        try home.put("p1", "paused", ["command": "deploy", "paused_question": "eu or us?"])
        try home.put("w2", "pending", seconds: 100, ["command": "second"])
        try home.put("w1", "pending", seconds: 200, ["command": "first"])
        try home.put("e1", "failed", seconds: 30, ["command": "old", "error": "exit code 3"])
        let terminal = try WatchTerminal(home, columns: 110)
        try terminal.watch(until: "exit code 3")
        let lines = terminal.lines
        #expect(lines[0].hasPrefix("1 running · 1 paused · 2 pending · 1 failed"))
        #expect(
            lines[1].wholeMatch(
                of: /running     2m\d\ds  r1  Find auth patterns  █████░░░░░░░  40 % tests/) != nil,
            "\(lines[1])")
        #expect(lines[2] == "            two")
        #expect(lines[3].wholeMatch(of: /paused         1m  p1  deploy/) != nil, "\(lines[3])")
        #expect(lines[4] == "            eu or us?")
        #expect(lines[5].hasPrefix("pending #1     3m  w1  first"))
        #expect(lines[6].hasPrefix("pending #2     1m  w2  second"))
        #expect(lines[7].contains(/^failed.*e1  old.*\d\d:\d\d exit code 3$/), "\(lines[7])")
        #expect(lines.count == 8)
    }

    @Test func `follows its tasks in place, and leaves the terminal as it was`() throws {
        try home.put("r1", "running", ["command": "make"], output: "first\n")
        let terminal = try WatchTerminal(home)
        try terminal.watch(until: "first")
        #expect(try terminal.isFull)
        #expect(try terminal.property("cursor_flag") == "0")
        for number in 1...30 {
            try home.put("r1", "running", ["command": "make"], output: "line \(number)\n")
            _ = try home.ringback("progress", "\(number)", "--task", "r1")
        }
        try terminal.wait { $0.contains("line 30") && $0.contains(" 30 %") }
        _ = try home.ringback("complete", "r1", "done")
        try terminal.wait { $0.hasPrefix("1 completed") && $0.contains("\ncompleted") }
        #expect(try terminal.property("history_size") == "0")
        try terminal.press("q")
        try terminal.wait { $0.contains("left 0") }
        #expect(terminal.text.hasPrefix("$ sh") && !terminal.text.contains("completed"))
        #expect(try !terminal.isFull)
        #expect(try terminal.property("cursor_flag") == "1")
    }

    @Test(arguments: [(SIGTERM, 143), (SIGINT, 130), (SIGHUP, 129)])
    func `a signal ends it, and the terminal is as it was`(_ signal: CInt, _ code: Int) throws {
        let terminal = try WatchTerminal(home)
        try terminal.watch(until: "No tasks yet.")
        kill(try #require(terminal.pid), signal)
        try terminal.wait { $0.contains("left \(code)") }
        #expect(try !terminal.isFull)
        try terminal.type("stty -a")
        try terminal.wait { $0.contains(" icanon") && $0.contains(" echo ") }
    }

    @Test func `can be put aside and taken back`() throws {
        try home.put("e1", "completed", ["command": "make"])
        let terminal = try WatchTerminal(home)
        try terminal.type("set -m")
        try terminal.watch(until: "1 completed")
        try terminal.press("C-z")
        try terminal.wait { $0.contains("$ ") && !$0.contains("1 completed") }
        try terminal.type("echo typed; fg")
        try terminal.wait { $0.contains("1 completed") && !$0.contains("typed") }
        try terminal.press("q")
        try terminal.wait { $0.contains("\ntyped") && !$0.contains("1 completed") }
    }

    @Test func `notices a store that comes into being`() throws {
        let terminal = try WatchTerminal(home)
        try terminal.watch(until: "No tasks yet.")
        try home.put("r1", "running", ["command": "make"])
        try terminal.wait { $0.contains("r1  make") }
        FileRemoval.remove(home.folder(EndToEndHome.store))
        try terminal.wait { $0.contains("No tasks yet.") }
        try home.put("r2", "running", ["command": "make"])
        try terminal.wait { $0.contains("r2  make") }
    }

    @Test func `sleeps while nothing runs and nothing changes`() throws {
        try home.put("w1", "pending", ["command": "make"])
        try home.put("e1", "completed", ["command": "make"])
        let terminal = try WatchTerminal(home)
        try terminal.watch(until: "e1  make")
        let pid = try #require(terminal.pid)
        // What is drawn first, and what its own look at the store changed.
        poll(nil, 0, 500)
        let before = try Self.switches(of: pid)
        poll(nil, 0, 3000)
        // A minute may begin meanwhile.
        #expect(try Self.switches(of: pid) - before <= 4)
    }

    @Test func `draws ten times a second at most, however much is written`() throws {
        try home.put("r1", "running", ["command": "make"], output: "0\n")
        let terminal = try WatchTerminal(home)
        try terminal.watch(until: "r1  make")
        let pid = try #require(terminal.pid)
        let before = try Self.switches(of: pid)
        let begin = ContinuousClock.now
        let output = try #require(
            FileHandle(forWritingAtPath: home.folder(EndToEndHome.store + "/r1.out")))
        while ContinuousClock.now - begin < .seconds(2) {
            try output.write(contentsOf: Data("more\n".utf8))
        }
        // A pause and a look each.
        #expect(try Self.switches(of: pid) - before < 80)
        try terminal.wait { $0.contains("more") }
    }

    /// How often a process has gone to sleep.
    private static func switches(of pid: CInt) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let match = try #require(status.firstMatch(of: /\nvoluntary_ctxt_switches:\s*(\d+)/))
        return Int(match.1) ?? 0
    }
}
