import AgentHooks
import LosslessJSON
import RingbackModel
import RingbackSystem
import Testing

/// The words of what an agent tells of itself.
@Suite struct TurnAlertTests {
    private static let stop = #""last_assistant_message":"**Done.** See [log](x).""#

    @Test(arguments: [
        ("Stop", stop, "turn_finished | Claude is done | Done. See log. | turn/s/p"),
        (
            "Stop", #""background_tasks":[{"id":"b","type":"shell","status":"running"}]"#,
            "turn_finished | Claude is done |  | turn/s/p"
        ),
        (
            "StopFailure", #""error":"rate_limit","last_assistant_message":"API Error: 429""#,
            "turn_failed | Claude stopped: the rate limit is reached | API Error: 429 | turn/s/p/failed"
        ),
        (
            "PermissionRequest",
            #""tool_name":"Bash","tool_input":{"command":"rm -rf **x**\u001b[0m","description":"Clean"}"#,
            "permission | Claude needs permission: Bash | rm -rf **x** | *"
        ),
        (
            "PermissionRequest", #""tool_name":"Write","tool_input":{"file_path":"/etc/__x__"}"#,
            "permission | Claude needs permission: Write | /etc/__x__ | *"
        ),
        (
            "PermissionRequest", #""tool_name":"WebFetch","tool_input":{"url":"http://x"}"#,
            "permission | Claude needs permission: WebFetch | http://x | *"
        ),
        (
            "PermissionRequest", #""tool_name":"mcp__x__do\nit","tool_input":{}"#,
            "permission | Claude needs permission: mcp__x__do it |  | *"
        ),
        (
            "PermissionRequest",
            #""tool_name":"AskUserQuestion","tool_input":{"questions":[{"question":"Which **one**?"},{"question":"b"}]}"#,
            "question | Claude asks | Which one? | *"
        ),
        (
            "PermissionRequest",
            #""tool_name":"ExitPlanMode","tool_input":{"plan":"**Plan**\n1. Do"}"#,
            "question | Claude has a plan for you to approve | Plan/1. Do | *"
        ),
        (
            "Notification",
            #""notification_type":"permission_prompt","message":"Claude needs your permission""#,
            "permission | Claude needs your permission | Claude needs your permission | permission/s/p"
        ),
        (
            "Notification", #""notification_type":"idle_prompt","message":"Claude is waiting""#,
            "idle | Claude is waiting for you | Claude is waiting | idle/s/p"
        ),
        (
            "Notification", #""notification_type":"elicitation_dialog","message":"Your name?""#,
            "question | Claude needs your input | Your name? | question/s/2026-11-20T18:31:44.123Z"
        ),
        (
            "Notification", #""notification_type":"agent_needs_input","message":"m""#,
            "question | Claude needs your input | m | question/s/2026-11-20T18:31:44.123Z"
        ),
        (
            "Notification", #""notification_type":"agent_completed","message":"m""#,
            "turn_finished | Claude: an agent is done | m | turn_finished/s/2026-11-20T18:31:44.123Z"
        ),
    ])
    func `an event is put into words`(_ name: String, _ members: String, _ words: String) throws {
        let alerts = try reaction(name, members).alerts
        try #require(alerts.count == 1)
        let alert = alerts[0]
        let key = words.hasSuffix("*") ? "*" : alert.key
        let body = alert.body.split(separator: "\n").joined(separator: "/")
        #expect("\(alert.kind.rawValue) | \(alert.title) | \(body) | \(key)" == words)
        #expect(alert.source == name)
        #expect(alert.agent == .claude && alert.session == "s" && alert.folder == "/home/dev/shop")
        #expect(alert.created == now && alert.detail.isEmpty && alert.task == nil)
    }

    @Test(arguments: [
        ("Stop", #""background_tasks":[{"id":"a","type":"subagent","status":"running"}]"#),
        ("StopFailure", #""error":"unknown","agent_id":"a","agent_type":"t""#),
        ("Notification", #""notification_type":"auth_success","message":"m""#),
        ("Notification", #""notification_type":"elicitation_complete""#),
        ("Notification", #""notification_type":"novelty","message":"m""#),
        ("SessionStart", ""), ("SessionEnd", ""), ("UserPromptSubmit", #""prompt":"x""#),
        ("PreToolUse", #""tool_name":"Bash""#), ("PostToolUse", #""tool_name":"Bash""#),
        ("SubagentStart", #""agent_id":"a""#), ("SubagentStop", #""agent_id":"a""#),
        ("PreCompact", ""),
    ])
    func `what a person need not know is not told`(_ name: String, _ members: String) throws {
        #expect(try reaction(name, members).alerts.isEmpty)
    }

    @Test(arguments: [
        ("rate_limit", "the rate limit is reached"), ("overloaded", "the service is overloaded"),
        ("authentication_failed", "it is not logged in"),
        ("billing_error", "there is a problem with billing"),
        ("invalid_request", "the request was refused"),
        ("model_not_found", "the model does not exist"),
        ("server_error", "the service had an error"),
        ("max_output_tokens", "the answer was too long"),
        ("unknown", "an error ended the turn"), ("new_error", "an error ended the turn"),
    ])
    func `why a turn failed is said in plain words`(_ error: String, _ words: String) throws {
        let alert = try #require(try reaction("StopFailure", #""error":"\#(error)""#).alerts.first)
        #expect(alert.title == "Claude stopped: " + words)
        #expect(alert.group == "turn_finished/s", "it takes the place of a turn's end")
    }

    @Test
    func `a request and the notification that follows are of one topic, two requests are two`()
        throws
    {
        let request = #""tool_name":"Bash","tool_input":{"command":"ls"}"#
        let one = try #require(try reaction("PermissionRequest", request).alerts.first)
        let same = try #require(try reaction("PermissionRequest", request).alerts.first)
        let other = try #require(
            try reaction("PermissionRequest", #""tool_name":"Bash","tool_input":{"command":"rm"}"#)
                .alerts.first)
        let notice = try #require(
            try reaction("Notification", #""notification_type":"permission_prompt""#).alerts.first)
        #expect(one.topic == notice.topic && one.source != notice.source)
        #expect(one.key == same.key && one.key != other.key && one.key != notice.key)
        #expect(one.group == notice.group)
    }

    @Test func `Droid's turn is named by its message`() throws {
        let text = #"{"session_id":"s","hook_event_name":"Stop","message_id":"m1"}"#
        let droid = try #require(EventDecoder.decode(object(text), agent: .droid, .init([:])))
        let alert = try #require(HookReaction.react(to: droid, at: now).alerts.first)
        #expect(alert.title == "Droid is done")
        #expect(alert.key == "turn/s/m1")
    }
}
