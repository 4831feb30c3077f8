import LosslessJSON
import TestSupport
import Testing

/// Settings that act on an agent's own background calls.
@Suite struct SlotTests {
    private let home: EndToEndHome

    init() throws { home = try EndToEndHome() }

    private func write(_ settings: String) throws {
        try home.folder.write(settings, to: ".claude/settings.json")
    }

    private func shell(_ input: JSONObject) -> JSON {
        EndToEndEvent.make(
            "PreToolUse",
            ["tool_name": "Bash", "tool_use_id": "t1", "tool_input": .object(input)])
    }

    @Test func `where nothing may run in the background calls run in the foreground`() throws {
        // As people paste it.
        try write("{\n  // none\n  \"sisyphus\": {\"background_execution\": false,},\n}")
        let agent = try JSON.parse(try home.hook(EndToEndEvent.wantsAgent(call: "t1")).output)
        #expect(
            agent == [
                "hookSpecificOutput": [
                    "hookEventName": "PreToolUse",
                    "updatedInput": [
                        "description": "Look around", "prompt": "Look", "subagent_type": "explore",
                        "extra": [1, ["deep": .null]], "run_in_background": false,
                    ],
                ]
            ])
        let outcome = try home.hook(
            shell(["command": "make", "run_in_background": true, "timeout": 600_000]))
        #expect(outcome.exitCode == 0)
        #expect(
            try JSON.parse(outcome.output)["hookSpecificOutput"]?["updatedInput"]
                == ["command": "make", "run_in_background": false, "timeout": 600_000])
    }

    @Test func `calls in the foreground and other tools get no answer`() throws {
        try write(#"{"sisyphus": {"background_execution": false, "max_background_tasks": 1}}"#)
        #expect(try home.hook(shell(["command": "make"])).isSilentSuccess)
        #expect(
            try home.hook(shell(["command": "make", "run_in_background": false])).isSilentSuccess)
        let read = EndToEndEvent.make(
            "PreToolUse", ["tool_name": "Read", "tool_input": ["file_path": "/x"]])
        #expect(try home.hook(read).isSilentSuccess)
    }

    @Test func `where no limit is set nothing is said`() throws {
        let outcomes = try wantTogether(10)
        #expect(outcomes.filter(\.isSilentSuccess).count == 10)
    }

    @Test(arguments: [
        #"{"max_background_tasks": 2}"#, #"{"sisyphus": {"max_background_tasks": 2}}"#,
    ])
    func `of ten calls at once as many pass as there are slots`(_ settings: String) throws {
        try write(settings)
        let outcomes = try wantTogether(10)
        let denials = try outcomes.filter { !$0.isSilentSuccess }.map { outcome in
            #expect(outcome.exitCode == 0)
            #expect(outcome.error.isEmpty)
            return try JSON.parse(outcome.output)["hookSpecificOutput"]
        }
        #expect(denials.count == 8)
        for denial in denials {
            #expect(denial?["hookEventName"] == "PreToolUse")
            #expect(denial?["permissionDecision"] == "deny")
            let reason = denial?["permissionDecisionReason"]?.string ?? ""
            #expect(reason.hasPrefix("2 of 2 background tasks are running"), "\(reason)")
        }
        #expect(home.log == [])
    }

    @Test func `a denial names what runs, and an end makes room for one`() throws {
        try write(#"{"max_background_tasks": 2}"#)
        for (call, id) in [("t1", "a1"), ("t2", "a2")] {
            #expect(try home.hook(EndToEndEvent.wantsAgent(call: call)).isSilentSuccess)
            try home.hook(EndToEndEvent.start(id))
            try home.hook(EndToEndEvent.launched(id, call: call, description: "Work \(id)"))
        }
        let denied = try home.hook(EndToEndEvent.wantsAgent(call: "t3"))
        let answer = try JSON.parse(denied.output)["hookSpecificOutput"]
        let reason = answer?["permissionDecisionReason"]?.string ?? ""
        #expect(reason.contains("'Work a1' (a1), 'Work a2' (a2)"), "\(reason)")
        #expect(reason.contains("Wait for one of them to end"))
        try home.hook(EndToEndEvent.stop("a1"))
        let outcomes = try wantTogether(5)
        #expect(outcomes.filter(\.isSilentSuccess).count == 1)
    }

    @Test func `a call that failed gives its slot back`() throws {
        try write(#"{"max_background_tasks": 1}"#)
        #expect(try home.hook(EndToEndEvent.wantsAgent(call: "t1")).isSilentSuccess)
        #expect(try !home.hook(EndToEndEvent.wantsAgent(call: "t2")).isSilentSuccess)
        try home.hook(
            EndToEndEvent.make(
                "PostToolUseFailure",
                [
                    "tool_name": "Agent", "tool_use_id": "t1", "error": "no",
                    "tool_input": ["description": "Look around", "prompt": "Look"],
                ]))
        #expect(try home.hook(EndToEndEvent.wantsAgent(call: "t2")).isSilentSuccess)
    }

    private func wantTogether(_ count: Int) throws -> [HookOutcome] {
        let running = try (0..<count).map { index in
            let event = EndToEndEvent.wantsAgent(call: "many\(index)").text()
            return try home.call(["hook"], input: .bytes(Array(event.utf8))).start()
        }
        return running.map { $0.outcome() }
    }
}
