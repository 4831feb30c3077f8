import AgentHooks
import LosslessJSON
import RingbackModel
import Testing

/// What each event says of its session: its whole list of work, its end, its slots.
@Suite struct SessionReactionTests {
    @Test(
        arguments: [
            (#""background_tasks":[]"#, [] as Set<String>),
            (
                #""background_tasks":[{"id":"a","type":"subagent","status":"running"},{"id":"t","type":"teammate"},{"id":"x","type":"shell","status":"failed"}]"#,
                ["a", "t"]
            ),
            ("", nil),
        ] as [(String, Set<String>?)])
    func `a turn's end counts what is at work, if the client tells`(
        _ members: String, _ ids: Set<String>?
    ) throws {
        let reaction = try reaction("Stop", members)
        #expect(reaction.census?.ids == ids)
        #expect(reaction.census?.session == ids.map { _ in "s" })
        #expect(reaction.census?.transcript == ids.map { _ in "/t.jsonl" })
        #expect(try HookReaction.react(to: event("SubagentStop", members), at: now).census == nil)
    }

    @Test(
        arguments: [
            ("other", "s"), ("prompt_input_exit", "s"), ("logout", "s"), ("", "s"), ("clear", nil),
            ("resume", nil),
        ] as [(String, String?)])
    func `a session that says good-bye is over, unless it goes on under another name`(
        _ reason: String, _ session: String?
    ) throws {
        let reaction = try reaction("SessionEnd", #""reason":"\#(reason)""#)
        #expect(reaction.endedSession == session)
        #expect(reaction.attention == [.over])
    }

    @Test(arguments: [
        ("PreToolUse", "Agent", "{}", true),
        ("PreToolUse", "Agent", #"{"run_in_background":true}"#, true),
        ("PreToolUse", "Agent", #"{"run_in_background":false}"#, false),
        ("PreToolUse", "Task", "{}", false),
        ("PreToolUse", "Task", #"{"run_in_background":true}"#, true),
        ("PreToolUse", "Bash", #"{"run_in_background":true}"#, true),
        ("PreToolUse", "Bash", "{}", false),
        ("PreToolUse", "Bash", #"{"run_in_background":"true"}"#, false),
        ("PreToolUse", "Read", #"{"run_in_background":true}"#, false),
        ("PermissionRequest", "Agent", "{}", false),
    ])
    func `a call asks for a slot if its agent will not wait for it`(
        _ name: String, _ tool: String, _ input: String, _ isBackground: Bool
    ) throws {
        let members = #""tool_name":"\#(tool)","tool_use_id":"t1","tool_input":\#(input)"#
        let call = HookEvent.ToolCall(tool: tool, input: try object(input), id: "t1")
        #expect(try reaction(name, members).backgroundCall == (isBackground ? call : nil))
        // And gives it back when it is through, however.
        if name == "PreToolUse" {
            for end in ["PostToolUse", "PostToolUseFailure"] {
                #expect(try reaction(end, members).settledCalls == (isBackground ? ["t1"] : []))
            }
        }
    }

    @Test func `Droid waits for its agents, but not for shells that it is told not to wait for`() {
        let agent = HookEvent.ToolCall(tool: "Agent", input: [:], id: nil)
        let shell = HookEvent.ToolCall(tool: "Bash", input: ["run_in_background": true], id: nil)
        #expect(!agent.isBackground(of: .droid) && agent.isBackground(of: .claude))
        #expect(shell.isBackground(of: .droid))
    }

    @Test func `a session that begins looks after the tasks; other events leave them alone`() throws
    {
        #expect(try reaction("SessionStart").touchesTasks)
        #expect(try reaction("SessionEnd").touchesTasks)
        #expect(try reaction("Stop", #""background_tasks":[]"#).touchesTasks)
        for name in [
            "PreToolUse", "PostToolUse", "UserPromptSubmit", "PermissionRequest", "PreCompact",
            "Stop",
        ] {
            #expect(try !reaction(name).touchesTasks, "\(name)")
        }
    }
}
