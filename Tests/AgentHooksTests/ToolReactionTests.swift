import AgentHooks
import LosslessJSON
import RingbackModel
import Testing

/// What the end of a tool's call says of background work.
@Suite struct ToolReactionTests {
    private static let agentCall = """
        "tool_name":"Agent","tool_input":{"description":"Find auth","prompt":"Look","subagent_type":"explorer"},
        "tool_use_id":"t1"
        """
    private static let shellCall = """
        "tool_name":"Bash","tool_input":{"command":"make","description":"Build","run_in_background":true},
        "tool_use_id":"t1"
        """

    @Test(
        arguments: [
            (
                "PostToolUse",
                agentCall
                    + #","tool_response":{"status":"async_launched","agentId":"a1","outputFile":"/o","resolvedModel":"m"}"#,
                [
                    "a1 begin run=p agent=explorer background=true description=Find auth model=m "
                        + "output_file=/o prompt=Look source=subagent tool_use_id=t1 type=agent"
                ]
            ),
            (
                "PostToolUse",
                agentCall + """
                    ,"tool_response":{"status":"completed","agentId":"a1","totalDurationMs":1220,
                    "content":[{"type":"text","text":"one"},{"type":"image"},{"type":"text","text":"two"}]}
                    """,
                [
                    "a1 end completed result=two agent=explorer background=false description=Find auth "
                        + "duration_ms=1220 prompt=Look source=subagent tool_use_id=t1 type=agent"
                ]
            ),
            (
                "PostToolUse",
                shellCall + #","tool_response":{"stdout":"","backgroundTaskId":"b1"}"#,
                [
                    "b1 begin run=p background=true command=make description=Build source=shell "
                        + "tool_use_id=t1 type=process"
                ]
            ),
            ("PostToolUse", shellCall + #","tool_response":{"stdout":"hi"}"#, []),
            (
                "PostToolUse", agentCall + #","tool_response":{"status":"queued","agentId":"a1"}"#,
                []
            ),
            ("PostToolUse", agentCall + #","tool_response":"refused""#, []),
            ("PostToolUseFailure", agentCall + #","error":"refused""#, []),
            (
                "PostToolUse",
                #""tool_name":"SendMessage","tool_use_id":"t2","tool_response":{"success":true,"resumedAgentId":"a1"}"#,
                ["a1 begin run=t2 background=true"]
            ),
            (
                "PostToolUse",
                #""tool_name":"SendMessage","tool_use_id":"t2","tool_response":{"success":true}"#,
                []
            ),
            (
                "PostToolUse",
                #""tool_name":"TaskStop","tool_input":{"task_id":"b1"},"tool_response":{"task_id":"b1"}"#,
                ["b1 end cancelled error=Stopped by Claude"]
            ),
            ("PostToolUse", #""tool_name":"Other","tool_response":{"task_id":"b1"}"#, []),
            ("PreToolUse", agentCall, []), ("PermissionRequest", shellCall, []),
        ] as [(String, String, [String])])
    func `a call tells of the task that it started, woke or stopped, and of no other`(
        _ name: String, _ members: String, _ changes: [String]
    ) throws {
        try expectChanges(changes, of: name, members)
    }
}
