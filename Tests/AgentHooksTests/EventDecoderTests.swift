import AgentHooks
import LosslessJSON
import RingbackModel
import RingbackSystem
import Testing

@Suite struct EventDecoderTests {
    private static let call =
        #""tool_name":"Bash","tool_input":{"command":"ls"},"tool_use_id":"t1""#
    private static let bash = HookEvent.ToolCall(tool: "Bash", input: ["command": "ls"], id: "t1")

    @Test(
        arguments: [
            ("SessionStart", #""source":"startup""#, .sessionStarted),
            ("SessionEnd", #""reason":"clear""#, .sessionEnded(reason: "clear")),
            ("SessionEnd", "", .sessionEnded(reason: "")),
            ("UserPromptSubmit", #""prompt":"hello""#, .promptSubmitted),
            ("UserPromptSubmit", "", .promptSubmitted),
            ("PreToolUse", call, .toolStarting(bash)),
            (
                "PostToolUse", call + #","tool_response":{"a":1}"#,
                .toolFinished(bash, response: ["a": 1])
            ),
            (
                "PostToolUse", call + #","tool_response":"text""#,
                .toolFinished(bash, response: "text")
            ),
            ("PostToolUseFailure", call + #","error":"e""#, .toolFinished(bash, response: nil)),
            ("PermissionRequest", call, .permissionRequested(bash)),
            ("PreToolUse", "", .toolStarting(.init(tool: "", input: [:], id: nil))),
            (
                "PreToolUse", #""tool_input":[1]"#,
                .toolStarting(.init(tool: "", input: [:], id: nil))
            ),
            ("SubagentStart", #""agent_id":"a","agent_type":"explorer""#, .subagentStarted),
            (
                "StopFailure",
                #""error":"rate_limit","last_assistant_message":"m","error_details":"d""#,
                .turnFailed(error: "rate_limit", message: "m")
            ),
            ("StopFailure", #""error_details":"d""#, .turnFailed(error: "unknown", message: "d")),
            ("PreCompact", #""trigger":"auto","custom_instructions":null"#, .other),
            ("TaskCreated", #""task_id":"1","task_subject":"to do""#, .other),
            ("TaskCompleted", #""task_id":"1""#, .other),
            ("PostToolBatch", #""tool_calls":[]"#, .other),
            ("SomethingNew", "", .other),
        ] as [(String, String, HookEvent.Kind)])
    func `an event is what its name says`(
        _ name: String, _ members: String, _ kind: HookEvent.Kind
    ) throws {
        #expect(try event(name, members).kind == kind)
    }

    @Test(arguments: [
        (#""message":"m","notification_type":"idle_prompt""#, "idle_prompt"),
        (#""message":"Claude needs your permission to use Bash""#, "permission_prompt"),
        (#""message":"Approval needed""#, "permission_prompt"),
        (#""message":"Claude is waiting for your input""#, "idle_prompt"),
        (#""message":"Hello""#, ""),
        (#""message":"permission","notification_type":"auth_success""#, "auth_success"),
    ])
    func `a notification's type is found in its words where it has none`(
        _ members: String, _ type: String
    ) throws {
        guard case .notified(let found, _) = try event("Notification", members).kind else {
            Issue.record("it is no notification")
            return
        }
        #expect(found == type)
    }

    @Test func `a turn's end tells what goes on behind it`() throws {
        let members = """
            "last_assistant_message":"Done.","background_tasks":[
            {"id":"a1","type":"subagent","status":"running","description":"Find","agent_type":"explorer"},
            {"id":"b1","type":"shell","status":"running","command":"make"},
            {"id":"w1","type":"workflow","name":"Release"},{"type":"shell"},"junk"]
            """
        let expected: [HookEvent.BackgroundEntry] = [
            .init(
                id: "a1", type: "subagent", status: "running",
                details: ["description": "Find", "command": .null, "agent": "explorer"]),
            .init(
                id: "b1", type: "shell", status: "running",
                details: ["description": .null, "command": "make", "agent": .null]),
            .init(
                id: "w1", type: "workflow", status: "",
                details: ["description": "Release", "command": .null, "agent": .null]),
        ]
        #expect(
            try event("Stop", members).kind
                == .turnFinished(.init(message: "Done.", background: expected, messageID: nil)))
    }

    @Test func `an old client that tells nothing of background work is not one without any`() throws
    {
        #expect(
            try event("Stop", #""message_id":"m1""#, agent: .droid).kind
                == .turnFinished(.init(message: nil, background: nil, messageID: "m1")))
        #expect(
            try event("Stop", #""background_tasks":[]"#).kind
                == .turnFinished(.init(message: nil, background: [], messageID: nil)))
    }

    @Test(arguments: [
        ("subagent", "running", true, true), ("workflow", "pending", true, true),
        ("teammate", "", true, true), ("shell", "running", true, false),
        ("monitor", "running", true, false), ("subagent", "completed", false, false),
        ("subagent", "killed", false, false), ("novelty", "running", true, false),
    ])
    func `agents at work hold a turn, shells and monitors do not`(
        _ type: String, _ status: String, _ isActive: Bool, _ holdsTurn: Bool
    ) {
        let entry = HookEvent.BackgroundEntry(id: "x", type: type, status: status, details: [:])
        #expect(entry.isActive == isActive)
        #expect(entry.holdsTurn == holdsTurn)
    }

    @Test(
        arguments: [
            (#""last_assistant_message":"own","task_result":"r""#, nil, "own", nil),
            (#""task_name":"n","task_result":"r""#, "n", "r", nil),
            (#""task_name":"n","task_error":"e","last_assistant_message":"""#, "n", nil, "e"),
        ] as [(String, String?, String?, String?)])
    func `a subagent's end has its words, by whatever name`(
        _ members: String, _ name: String?, _ result: String?, _ error: String?
    ) throws {
        let transcript = #","agent_transcript_path":"/a.jsonl""#
        #expect(
            try event("SubagentStop", members + transcript).kind
                == .subagentStopped(
                    .init(
                        name: name, result: result, error: error, transcript: "/a.jsonl",
                        background: nil)))
    }
}
