import Foundation
import LosslessJSON
import TestSupport
import Testing

/// Events that are JSON and yet not to be believed.
@Suite struct BadEventTests {
    static let ids = [
        "../x", "../../../precious", "a/b", "/etc/passwd", "a\u{0}b", "..", ".", ".hidden", "-rf",
        "active", "completed", "failed", "a b", "ä", "a\nb", String(repeating: "x", count: 10_000),
        String(repeating: "x", count: 129),
    ]

    @Test(arguments: ids)
    func `an id that can't be a file name makes no file, and the log says so`(_ id: String) throws {
        let home = try EndToEndHome()
        try home.folder.write("precious", to: "precious.json")
        try home.hook(EndToEndEvent.start("a1"))
        let before = try files(of: home)
        let events = [
            EndToEndEvent.start(id), EndToEndEvent.stop(id), EndToEndEvent.launched(id, call: "t"),
            EndToEndEvent.turnDone(background: [id, "a1"]),
        ]
        for event in events {
            #expect(try home.hook(event).isSilentSuccess)
            #expect(home.log.count == 1, "\(event.text().prefix(200)): \(home.log)")
            #expect(
                home.log.allSatisfy { $0.contains("can't be a task's id") && $0.utf8.count < 700 })
            FileRemoval.remove(home.folder(EndToEndHome.state + "/ringback.log"))
        }
        #expect(try files(of: home) == before)
        #expect(home.view("active") == ["a1"])
        #expect(home.faults() == [])
    }

    @Test(arguments: ids)
    func `commands refuse such ids`(_ id: String) throws {
        guard !id.contains("\u{0}") else { return }
        let home = try EndToEndHome()
        try home.folder.write(#"{"id":"precious","status":"running"}"#, to: "precious.json")
        try home.hook(EndToEndEvent.start("a1"))
        for command in [["status", "--", id], ["output", "--", id], ["complete", "--", id, "r"]] {
            let outcome = try home.call(command).run()
            #expect(outcome.exitCode == 1)
            #expect(try JSON.parse(outcome.output)["error"]?.string?.contains("not found") == true)
        }
        #expect(home.folder.text("precious.json") == #"{"id":"precious","status":"running"}"#)
        #expect(home.record("a1")?["status"] == "running")
    }

    @Test(arguments: [
        "SessionStart", "SessionEnd", "UserPromptSubmit", "PreToolUse", "PostToolUse",
        "PostToolUseFailure", "PermissionRequest", "Notification", "Stop", "StopFailure",
        "SubagentStart", "SubagentStop", "PreCompact", "TaskCreated", "SomethingNew",
    ])
    func `members of the wrong type and missing ones do no harm`(_ name: String) throws {
        let home = try EndToEndHome()
        let names = [
            "session_id", "transcript_path", "cwd", "prompt_id", "agent_id", "agent_type",
            "tool_name", "tool_input", "tool_response", "tool_use_id", "background_tasks", "prompt",
            "message", "notification_type", "last_assistant_message", "error", "reason",
        ]
        let values: [JSON] = [
            .null, true, 12, .number("1e999"), "", "x", [], [[]], [.null], [:], ["id": 5],
            ["questions": [5]], ["agentId": ["x": 1], "backgroundTaskId": 5],
        ]
        for value in values {
            var event: JSONObject = ["hook_event_name": .string(name)]
            for name in names { event[name] = value }
            let outcome = try home.hook(.object(event))
            #expect(outcome.exitCode == 0)
            #expect(outcome.error.isEmpty)
            #expect(outcome.output.isEmpty)
        }
        #expect(try home.hook(["hook_event_name": .string(name)]).isSilentSuccess)
        #expect(home.faults() == [])
    }

    /// The files of the home, but for what a hook may always touch.
    private func files(of home: EndToEndHome) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: home.folder.path)
            .filter {
                !$0.contains("ringback.log") && !$0.contains("/attention")
                    && !$0.contains("/outbox")
            }
            .sorted()
    }
}
