import LosslessJSON
import TestSupport
import Testing

/// `hook-complete`: the end of a Droid subagent, told by its SubagentStop event and its transcript.
@Suite struct HookCompleteTests {
    private let home: EndToEndHome
    private let task = OriginalTask()

    init() throws {
        home = try EndToEndHome()
        try task.write(to: home)
    }

    static let transcripts: [(String, String, String)] = [
        (
            "the last of several texts",
            #"{"role":"assistant","content":[{"type":"text","text":"A1"},{"type":"text","text":"A2"}]}"#,
            "A2"
        ),
        (
            "the real shape",
            #"{"type":"message","message":{"role":"assistant","content":[{"type":"text","text":"N"}]}}"#,
            "N"
        ),
        (
            "tools after the text",
            #"""
            {"type":"message","message":{"role":"assistant","content":[{"type":"text","text":"T"}]}}
            {"type":"message","message":{"role":"assistant","content":[{"type":"tool_use","id":"x"}]}}
            """#, "T"
        ),
        ("a plain text", #"{"role":"assistant","content":"plain"}"#, "plain"),
        ("nothing", #"{"role":"assistant","content":null}"#, ""),
        (
            "a torn last line",
            #"""
            {"role":"assistant","content":"whole"}
            {"role":"assistant","content":"to
            """#, "whole"
        ),
        ("blank lines at the end", "{\"role\":\"assistant\",\"content\":\"said\"}\n\n \n", "said"),
        (
            "a line of the user at the end",
            #"""
            {"role":"assistant","content":"mine"}
            {"role":"user","content":"assistant"}
            """#, "mine"
        ),
    ]

    @Test(arguments: transcripts)
    func `the result is what the assistant said last`(
        _ name: String, _ transcript: String, expected: String
    ) throws {
        try home.folder.write(transcript, to: "t.jsonl")
        // `~` stands for the home.
        let answer = try complete(["transcript_path": "~/t.jsonl"])
        #expect(answer["taskId"]?.string == task.id)
        #expect(answer["status"] == "completed")
        #expect(answer["completed"] == true)
        #expect(home.droidRecord()?["result"]?.string == expected, "\(name)")
        #expect(home.faults(in: EndToEndHome.droidStore) == [])
    }

    @Test func `what the event says wins over the transcript`() throws {
        try home.folder.write(#"{"role":"assistant","content":"old"}"#, to: "t.jsonl")
        let answer = try complete(["transcript_path": "~/t.jsonl", "last_assistant_message": "new"])
        #expect(answer["status"] == "completed")
        #expect(home.droidRecord()?["result"] == "new")
    }

    @Test func `names in camel case count`() throws {
        try home.folder.write(#"{"role":"assistant","content":"said"}"#, to: "t.jsonl")
        let answer = try home.droidAnswer(
            "hook-complete",
            input: ["sessionId": .string(task.session), "transcriptPath": "~/t.jsonl"])
        #expect(answer["taskId"]?.string == task.id)
        #expect(home.droidRecord()?["result"] == "said")
    }

    @Test func `an event that names no session or an unknown one gets an error and exit 0`() throws
    {
        for input: JSON in [[:], ["session_id": ""]] {
            let outcome = try home.droid("hook-complete", input: input)
            #expect(outcome.exitCode == 0)
            #expect(outcome.text == #"{"error":"No session_id in hook input"}"# + "\n")
        }
        let unknown = try home.droid("hook-complete", input: ["session_id": "ses_x"])
        #expect(unknown.exitCode == 0)
        #expect(unknown.text == #"{"error":"Task not found for session: ses_x"}"# + "\n")
        #expect(home.droidRecord()?["status"] == "running")
    }

    @Test func `the same event twice ends the task once and rings once`() throws {
        _ = try complete(["last_assistant_message": "first"])
        let again = try complete(["last_assistant_message": "second"])
        #expect(again["error"]?.string == "Task not found for session: \(task.session)")
        #expect(home.droidRecord()?["result"] == "first")
        #expect(home.alertCounts == ["completed": 1])
        _ = try home.droid("complete", task.id, "third", "boom")
        #expect(home.droidRecord()?["status"] == "completed")
        #expect(home.alertCounts == ["completed": 1])
    }

    @Test(arguments: ["cancelled", "error", "completed"])
    func `a terminal state stands`(_ status: String) throws {
        try OriginalTask(status: status, extra: ["result": "was", "error": "why"]).write(to: home)
        #expect(try complete(["last_assistant_message": "new"])["error"] != nil)
        _ = try home.droid("complete", task.id, "new")
        let record = try #require(home.droidRecord())
        #expect(record["status"]?.string == status)
        #expect(record["result"] == "was")
        #expect(record["error"] == "why")
        #expect(home.alerts.isEmpty)
    }

    @Test func `a hook that runs under the task itself finds it by its id`() throws {
        let other = OriginalTask(id: "bg_2", session: "ses_other")
        try other.write(to: home)
        var variables = OriginalTask.zone
        variables["RINGBACK_TASK_ID"] = "bg_2"
        let event: JSON = ["session_id": "minted-by-droid", "last_assistant_message": "R"]
        let outcome = try home.call(
            ["hook-complete"], input: .bytes(Array(event.text().utf8)), variables
        ).run()
        #expect(try JSON.parse(outcome.output)["taskId"] == "bg_2")
        #expect(home.droidRecord("bg_2")?["result"] == "R")
        #expect(home.droidRecord()?["status"] == "running")
    }

    private func complete(_ fields: JSONObject) throws -> JSON {
        var event: JSONObject = [
            "session_id": .string(task.session), "hook_event_name": "SubagentStop",
            "stop_hook_active": false,
        ]
        for member in fields.members { event[member.key] = member.value }
        return try home.droidAnswer("hook-complete", input: .object(event))
    }
}
