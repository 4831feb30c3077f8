import Foundation
import LosslessJSON
import TestSupport
import Testing

/// `list --watch` on screens and with texts of all kinds.
@Suite struct WatchLayoutTests {
    private let home: EndToEndHome
    private static let evil =
        "nice\u{1B}]0;title\u{7}\u{1B}[2J\u{9B}5n\u{202E}\u{8}\u{1B}P+q\u{1B}\\ text"

    init() throws { home = try EndToEndHome() }

    @Test func `no text of others commands the terminal`() throws {
        try home.put(
            "r1", "running",
            [
                "description": .string(Self.evil),
                "progress": ["percent": .number("1e99"), "lastMessage": .string(Self.evil)],
            ], output: Self.evil + "\u{1B}[31m\r" + Self.evil + "\u{1B}[")
        try home.put("p1", "paused", ["paused_question": .string(Self.evil)])
        try home.put("e1", "failed", ["error": .string(Self.evil)])
        let terminal = try WatchTerminal(home, columns: 100)
        try terminal.watch(until: "e1")
        #expect(terminal.text.ranges(of: "nice text").count == 5, "\(terminal.text)")
        #expect(terminal.text.contains("100 % nice text"))
        #expect(try terminal.property("pane_title") != "title")
        #expect(!terminal.text.contains("[31m") && !terminal.text.contains("5n"))
    }

    @Test(arguments: [
        "修复登录页面的错误", "🚀 ship it 🎉", "e\u{301}te\u{301}", "한글 제목", "ｆｕｌｌ", "é", "❤️ heart", "🇩🇪 flag",
    ])
    func `what stands behind wide characters is in its column`(_ title: String) throws {
        let progress: JSON = ["percent": 50]
        try home.put("r1", "running", seconds: 70, ["description": "plain", "progress": progress])
        try home.put(
            "r2", "running", seconds: 65, ["description": .string(title), "progress": progress])
        let terminal = try WatchTerminal(home)
        try terminal.watch(until: "r2")
        let bars = terminal.lines.filter { $0.contains("████░░░░  50 %") }
        #expect(bars.count == 2, "\(terminal.text)")
        let columns = bars.map { Self.columns(before: "█", in: $0) }
        #expect(columns[0] == columns[1], "\(terminal.text)")
    }

    /// The columns that tmux gives to what stands before a sign.
    private static func columns(before sign: Character, in line: String) -> Int {
        line.prefix { $0 != sign }.unicodeScalars.reduce(0) { columns, scalar in
            switch scalar.value {
            case 0x300...0x36F, 0xFE0F: columns
            case 0x1F1E6...0x1F1FF: columns + 1
            case 0x3000...0x9FFF, 0xAC00...0xD7A3, 0xFF01...0xFF60, 0x1F300...0x1FAFF: columns + 2
            default: columns + 1
            }
        }
    }

    @Test(arguments: [(80, 24), (20, 24), (20, 5), (200, 10), (7, 3), (2, 1)])
    func `two hundred tasks fit any screen`(_ columns: Int, _ rows: Int) throws {
        for number in 100..<300 {
            try home.put(
                "t\(number)", "running", seconds: Double(number),
                ["description": .string("任务 number \(number)"), "progress": ["percent": 40]],
                output: "written\n")
        }
        let terminal = try WatchTerminal(home, columns: columns, rows: rows)
        try terminal.watch(until: nil)
        try terminal.wait { columns < 20 || $0.hasPrefix("200 running") }
        let scrolled = try terminal.property("history_size")
        if (columns, rows) == (80, 24) {
            #expect(terminal.lines.last == "… 179 more at work", "\(terminal.text)")
            #expect(terminal.lines[1].contains("t299"))
        }
        if (columns, rows) == (20, 24) { #expect(terminal.text.contains("> 4m5")) }
        // Once more, with all lines others than before.
        try terminal.press("C-l")
        _ = try home.ringback("complete", "t299", "done")
        try terminal.wait { columns < 20 || $0.hasPrefix("199 running") }
        #expect(try terminal.property("history_size") == scrolled)
        try terminal.press("q")
        try terminal.wait { _ in (try? terminal.isFull) == false }
    }

    @Test func `takes the size that the terminal gets`() throws {
        try home.put(
            "r1", "running",
            ["description": "A title of some length", "progress": ["percent": 40]], output: "said\n"
        )
        for number in 10..<60 { try home.put("e\(number)", "completed", ["command": "old"]) }
        let terminal = try WatchTerminal(home)
        try terminal.watch(until: "e50")
        try terminal.resize(columns: 24, rows: 8)
        try terminal.wait { $0.contains(">  1m") || $0.contains("> 1m") }
        #expect(terminal.lines.count == 8)
        #expect(terminal.text.contains("\n  ███░░░░░  40 %\n  said\n"), "\(terminal.text)")
        try terminal.resize(columns: 100, rows: 40)
        try terminal.wait { $0.contains("█████░░░░░░░  40 %") && $0.contains("e59") }
        #expect(terminal.text.ranges(of: "r1   A title of some length").count == 1)
    }

    @Test func `has no colours for whoever wants none`() throws {
        try home.put("r1", "running", ["command": "make"], output: "said\n")
        let terminal = try WatchTerminal(home, ["NO_COLOR": "1"])
        try terminal.watch(until: "said")
        #expect(!(try terminal.styled).contains("\u{1B}["))
    }

    @Test func `a program gets a line of JSON now and at each change`() throws {
        let terminal = try WatchTerminal(home, columns: 200)
        try terminal.watch("TERM=dumb", until: #"{"total":0"#)
        #expect(try !terminal.isFull)
        let out = home.folder("out")
        let program = try EndToEndBinary.path()
        let process = try HookCall(
            "/bin/sh", ["-c", "exec '\(program)' list --watch > '\(out)'"],
            environment: home.environment
        ).start()
        func lines() -> [JSON] {
            (home.folder.read("out") ?? []).split(separator: 0x0A).compactMap {
                try? JSON.parse(Array($0))
            }
        }
        #expect(Polling.until { lines().count == 1 })
        try home.put("r1", "running", ["command": "make"])
        #expect(Polling.until { lines().last?["running"] == 1 })
        _ = try home.ringback("complete", "r1", "done")
        #expect(Polling.until { lines().last?["completed"] == 1 })
        let count = lines().count
        // What changes nothing of the list is not told.
        try home.folder.write("more", to: EndToEndHome.store + "/r1.out")
        try home.put("r2", "running", ["command": "make"])
        #expect(Polling.until { lines().last?["total"] == 2 })
        #expect(lines().count == count + 1)
        process.reap()
    }

    @Test func `leaves when nobody reads any more`() throws {
        let program = try EndToEndBinary.path()
        let outcome = try HookCall(
            "/bin/sh", ["-c", "'\(program)' list --watch | head -n 1; echo left"],
            environment: home.environment
        ).run(seconds: 10)
        #expect(!outcome.timedOut)
        #expect(outcome.text.hasSuffix("}\nleft\n"))
    }
}
