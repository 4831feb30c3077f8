import Foundation
import LosslessJSON
import TestSupport
import Testing

/// What people see on a terminal: script(1) gives the program one.
@Suite struct TerminalOutputTests {
    private let home: EndToEndHome
    /// Sets the title, clears the screen, turns the text round; and asks the terminal to answer.
    private static let evil =
        "nice\u{1B}]0;title\u{7}\u{1B}[2J\u{9B}5n\u{202E}\u{8}\r\u{1B}P+q\u{1B}\\ text"

    init() throws {
        home = try EndToEndHome()
        let evil = JSON.string(Self.evil)
        try home.hook(
            EndToEndEvent.make(
                "PostToolUse",
                [
                    "tool_name": "Bash", "tool_use_id": evil, "cwd": evil,
                    "tool_input": [
                        "description": evil, "command": evil, "run_in_background": true,
                    ],
                    "tool_response": ["backgroundTaskId": "b1", "outputFile": evil],
                ]))
        try home.hook(
            EndToEndEvent.make(
                "SubagentStop",
                ["agent_id": "b1", "agent_type": evil, "last_assistant_message": evil]))
        try home.folder.write(
            Array(Self.evil.utf8) + [0x9B, 0x32, 0x4A, 0xFF, 0x0A],
            to: EndToEndHome.store + "/b1.out")
    }

    @Test(arguments: [
        ["list"], ["status", "b1"], ["output", "b1"], ["notify", "explain"], ["settings", "show"],
        ["status", evil], ["list", "--" + evil], [evil], ["complete", evil, "r"],
    ])
    func `no text of others commands the terminal`(_ words: [String]) throws {
        for variables in [[:], ["NO_COLOR": "1"]] {
            let text = try onTerminal(words, variables)
            #expect(!text.isEmpty)
            let rest = variables.isEmpty ? text.replacing(/\u{1B}\[[0-9;]*m/, with: "") : text
            let commands = rest.unicodeScalars.filter { scalar in
                switch scalar.value {
                case 0x0A, 0x0D, 0x09: false
                case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
                default: false
                }
            }
            #expect(commands.isEmpty, "\(commands.map { String($0.value, radix: 16) }) in \(text)")
        }
    }

    @Test func `people get a table with colours, unless they want none`() throws {
        let table = try onTerminal(["list"], [:])
        for word in ["STATUS", "AGE", "ID", "WHO", "WHAT", "completed", "b1", "nice"] {
            #expect(table.contains(word), "\(table)")
        }
        #expect(table.contains("\u{1B}[32mcompleted"))
        #expect(!(try onTerminal(["list"], ["NO_COLOR": "1"])).contains("\u{1B}"))
        #expect(try onTerminal(["list", "--json"], [:]).hasPrefix(#"{"total":1"#))
    }

    @Test func `errors are words on a terminal`() throws {
        let text = try onTerminal(["status", "nope"], [:])
        #expect(text == "ringback: Task not found: nope\r\n")
    }

    /// Both streams, as a terminal gets them.
    private func onTerminal(_ words: [String], _ variables: [String: String]) throws -> String {
        var call = home.call([], variables)
        call.environment["TERM"] = "xterm-256color"
        let line = ([call.program] + words)
            .map { "'" + $0.replacingOccurrences(of: "'", with: "'\\''") + "'" }.joined(
                separator: " ")
        call.program = try EndToEndBinary.tool("script", package: "bsdutils")
        call.arguments = ["-qec", line, "/dev/null"]
        return try call.run().text
    }
}
