import AgentHooks
import LosslessJSON
import RingbackModel
import Testing

/// What each event says of background work.
@Suite struct TaskReactionTests {
    private static let subagent = #""agent_id":"a1","agent_type":"explorer""#

    @Test(
        arguments: [
            (
                "SubagentStart", subagent,
                ["a1 begin run=p agent=explorer source=subagent type=agent"]
            ),
            ("SubagentStart", #""agent_type":"explorer""#, []),
            (
                "SubagentStop",
                subagent + """
                    ,"last_assistant_message":"Three.","agent_transcript_path":"/a.jsonl",
                    "background_tasks":[{"id":"a1","type":"subagent","status":"running"}]
                    """,
                [
                    "a1 says completed result=Three. agent=explorer background=true source=subagent "
                        + "transcript=/a.jsonl type=agent"
                ]
            ),
            (
                "SubagentStop",
                subagent + #","last_assistant_message":"Three.","background_tasks":[]"#,
                [
                    "a1 says completed result=Three. agent=explorer background=false source=subagent type=agent"
                ]
            ),
            (
                "SubagentStop", subagent,
                ["a1 says completed agent=explorer source=subagent type=agent"]
            ),
            ("SubagentStop", "", []),
            (
                "StopFailure",
                subagent + #","error":"unknown","last_assistant_message":"API Error: 400""#,
                ["a1 end failed error=API Error: 400 source=subagent type=agent"]
            ),
            ("StopFailure", #""error":"unknown""#, []),
            (
                "Stop",
                """
                "background_tasks":[
                {"id":"a1","type":"subagent","status":"running","description":"Find","agent_type":"explorer"},
                {"id":"b1","type":"shell","status":"running","command":"make"},
                {"id":"m1","type":"monitor","status":"pending"},{"id":"t1","type":"teammate","status":"running"},
                {"id":"x1","type":"shell","status":"completed"}]
                """,
                [
                    "a1 observe agent=explorer background=true description=Find source=subagent type=agent",
                    "b1 observe background=true command=make source=shell type=process",
                    "m1 observe background=true source=monitor type=process",
                ]
            ),
            ("UserPromptSubmit", #""prompt":"go on""#, []), ("SessionStart", "", []),
            ("SessionEnd", "", []),
            ("Notification", #""notification_type":"idle_prompt""#, []), ("PreCompact", "", []),
            ("TaskCompleted", #""task_id":"1","task_subject":"to do""#, []),
        ] as [(String, String, [String])])
    func `an event changes the tasks that it speaks of, and no others`(
        _ name: String, _ members: String, _ changes: [String]
    ) throws {
        try expectChanges(changes, of: name, members)
    }

    @Test func `a report becomes the end of its task, one that goes on nothing`() throws {
        let prompt = """
            <task-notification>\\n<task-id>b1</task-id>\\n<tool-use-id>t1</tool-use-id>\\n\
            <output-file>/o</output-file>\\n<status>failed</status>\\n\
            <summary>Background command \\"Build\\" failed with exit code 3</summary>\\n</task-notification>\\n\
            <task-notification>\\n<task-id>b2</task-id>\\n<status>running</status>\\n</task-notification>
            """
        let changes = try reaction("UserPromptSubmit", #""prompt":"\#(prompt)""#).changes
        #expect(
            changes.map(\.line) == [
                "b1 end failed error=Exit code 3 exit=3 background=true description=Build output_file=/o "
                    + "source=shell tool_use_id=t1 type=process"
            ])
    }

    @Test(arguments: [
        ("SubagentStop", #""agent_id":"a1""#, true), ("SubagentStop", subagent, false),
        ("SubagentStart", #""agent_id":"a1""#, false),
    ])
    func `the end of what has no type counts only if it was known`(
        _ name: String, _ members: String, _ isPhantom: Bool
    ) throws {
        #expect(try reaction(name, members).isPhantomUnlessKnown == isPhantom)
    }

    @Test func `Droid's subagents are told apart by what they said`() throws {
        func end(_ members: String) throws -> String {
            try #require(try reaction("SubagentStop", members, agent: .droid).changes.first).line
        }
        let one = try end(#""task_name":"review","task_result":"fine""#)
        #expect(one.hasPrefix("sub_"))
        #expect(
            one.hasSuffix(
                " says completed result=fine description=review source=subagent type=agent"))
        #expect(try end(#""task_name":"review","task_result":"fine""#) == one)
        let failed = try end(#""task_name":"review","task_error":"broke""#)
        #expect(
            failed.hasSuffix(
                " says failed error=broke description=review source=subagent type=agent"))
        #expect(failed.prefix(20) != one.prefix(20))
        #expect(try reaction("SubagentStop", #""task_result":"r""#, agent: .droid).changes.isEmpty)
    }
}
