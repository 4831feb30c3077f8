import AgentHooks
import LosslessJSON
import RingbackModel
import Testing

/// What each event says of what stands on the screen.
@Suite struct AttentionReactionTests {
    private static let bash =
        #""tool_name":"Bash","tool_input":{"command":"ls"},"tool_use_id":"t1""#
    private static let within = #","agent_id":"a1","agent_type":"explorer""#
    private static let token = Fingerprint.of("Bash", #"{"command":"ls"}"#)

    @Test(
        arguments: [
            (
                "PermissionRequest", bash,
                [.raised(group: "permission/s", token: token, subagent: "")]
            ),
            (
                "PermissionRequest", bash + within,
                [.raised(group: "permission/s", token: token, subagent: "a1")]
            ),
            ("PostToolUse", bash, [.answered(token: token)]),
            ("PostToolUseFailure", bash, [.answered(token: token)]),
            ("PreToolUse", bash, []),
            (
                "Notification", #""notification_type":"permission_prompt","message":"m""#,
                [.raised(group: "permission/s", token: "", subagent: "")]
            ),
            (
                "Notification", #""notification_type":"elicitation_dialog","message":"m""#,
                [.raised(group: "question/s", token: "elicitation", subagent: "")]
            ),
            (
                "Notification", #""notification_type":"elicitation_url_dialog","message":"m""#,
                [.raised(group: "question/s", token: "elicitation", subagent: "")]
            ),
            (
                "Notification", #""notification_type":"elicitation_complete""#,
                [.answered(token: "elicitation")]
            ),
            (
                "Notification", #""notification_type":"elicitation_response""#,
                [.answered(token: "elicitation")]
            ),
            (
                "Notification", #""notification_type":"agent_needs_input","message":"m""#,
                [.raised(group: "question/s", token: "", subagent: "")]
            ),
            (
                "Notification", #""notification_type":"agent_completed","message":"m""#,
                [.raised(group: "turn_finished/s", token: "", subagent: "")]
            ),
            ("Notification", #""notification_type":"idle_prompt","message":"m""#, []),
            ("Notification", #""notification_type":"auth_success","message":"m""#, []),
            (
                "Stop", "",
                [
                    .movedOn(subagent: ""),
                    .raised(group: "turn_finished/s", token: "", subagent: ""),
                ]
            ),
            (
                "Stop", #""background_tasks":[{"id":"a","type":"subagent","status":"running"}]"#,
                [.movedOn(subagent: "")]
            ),
            ("StopFailure", #""error":"overloaded""#, [.movedOn(subagent: "")]),
            ("StopFailure", #""error":"overloaded""# + within, [.movedOn(subagent: "a1")]),
            ("SubagentStop", String(within.dropFirst()), [.movedOn(subagent: "a1")]),
            ("UserPromptSubmit", #""prompt":"hi""#, [.returned]),
            ("SessionEnd", "", [.over]),
            ("SessionStart", "", []), ("SubagentStart", String(within.dropFirst()), []),
            ("PreCompact", "", []),
        ] as [(String, String, [AttentionChange])])
    func `an event tells what is waited for, and what no longer`(
        _ name: String, _ members: String, _ changes: [AttentionChange]
    ) throws {
        #expect(try reaction(name, members).attention == changes)
    }

    @Test func `what the agent is told is no sign of the person`() throws {
        let prompt = #"<task-notification>\n<task-id>b</task-id>\n<status>completed</status>\n"#
        #expect(try reaction("UserPromptSubmit", #""prompt":"\#(prompt)""#).attention.isEmpty)
    }

    @Test(arguments: [
        (
            "AskUserQuestion", #"{"questions":[{"question":"Which?"}]}"#,
            #"{"questions":[],"answers":{"a":1}}"#
        ),
        ("ExitPlanMode", #"{"plan":"1."}"#, #"{"plan":"1.","approved":true}"#),
        ("Bash", #"{"command":"ls"}"#, #"{"command":"ls"}"#),
    ])
    func `an answer finds its question, though its input has changed`(
        _ tool: String, _ asked: String, _ answered: String
    ) throws {
        let question = try reaction(
            "PermissionRequest", #""tool_name":"\#(tool)","tool_input":\#(asked)"#)
        let answer = try reaction(
            "PostToolUse", #""tool_name":"\#(tool)","tool_input":\#(answered)"#)
        guard case .raised(_, let token, _) = question.attention.first else {
            Issue.record("nothing is waited for")
            return
        }
        #expect(!token.isEmpty)
        #expect(answer.attention == [.answered(token: token)])
    }

    @Test func `another command is another question`() throws {
        let one = try reaction(
            "PermissionRequest", #""tool_name":"Bash","tool_input":{"command":"ls"}"#)
        let two = try reaction(
            "PermissionRequest", #""tool_name":"Bash","tool_input":{"command":"rm"}"#)
        #expect(one.attention != two.attention)
    }
}
