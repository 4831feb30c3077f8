import AgentHooks
import LosslessJSON
import RingbackModel
import Testing

/// The words of a task's end.
@Suite struct TaskAlertTests {
    private func record(_ members: JSONObject) throws -> TaskRecord {
        var fields: JSONObject = [
            "id": "search-1", "started_at": "1970-01-01T00:00:00Z",
            "completed_at": "1970-01-01T00:02:03Z",
        ]
        for member in members.members { fields[member.key] = member.value }
        return try #require(TaskRecord(fields))
    }

    private func alert(_ members: JSONObject) throws -> Alert? {
        AlertComposer.taskEnded(try record(members), store: "/store", agent: .claude, at: now)
    }

    @Test(
        arguments: [
            (["status": "completed"], "Background task 'search-1' complete", "took 2 min 3 s", ""),
            (
                [
                    "status": "completed", "description": "Find\nauth",
                    "result": "## All\n**12** found",
                ],
                "Background task 'Find auth' complete", "took 2 min 3 s", "All\n12 found"
            ),
            (
                ["status": "failed", "error": "Exit code 3", "duration_ms": 900],
                "Background task 'search-1' failed", "Exit code 3 · took under 1 s", ""
            ),
            (
                ["status": "failed", "error": "Exit code 1\nlong story", "started_at": ""],
                "Background task 'search-1' failed", "Exit code 1 long story", ""
            ),
            (["status": "failed"], "Background task 'search-1' failed", "took 2 min 3 s", ""),
            (
                [
                    "status": "completed", "type": "process", "command": "make",
                    "result": "cc a\ncc b\n\ncc **c**\ncc d\n# all `ok`\n",
                ],
                "Background task 'make' complete", "took 2 min 3 s",
                "cc b\ncc **c**\ncc d\n# all `ok`"
            ),
        ] as [(JSONObject, String, String, String)])
    func `an end is put into words`(
        _ members: JSONObject, _ title: String, _ detail: String, _ body: String
    ) throws {
        let alert = try #require(try alert(members))
        #expect(alert.title == title)
        #expect(alert.detail == detail)
        #expect(alert.body == body)
        #expect(alert.kind == (members["status"] == "failed" ? .failed : .completed))
        #expect(alert.source == "task" && alert.task == "search-1" && alert.agent == .claude)
    }

    @Test(
        arguments: [
            ["status": "cancelled"], ["status": "running"], ["status": "pending"],
            ["status": "paused"],
            ["status": "completed", "background": false],
        ] as [JSONObject])
    func `what nobody waits for is not told`(_ members: JSONObject) throws {
        #expect(try alert(members) == nil)
    }

    @Test func `each end of a task in a store is another alert, and takes the place of its like`()
        throws
    {
        let first = try #require(
            try alert(["status": "completed", "session_id": "s", "cwd": "/p"]))
        #expect(first.key == "task//store/search-1/1")
        #expect(first.group == "task/s/completed")
        #expect(first.session == "s" && first.folder == "/p")
        let second = try #require(try alert(["status": "failed", "ends": 2]))
        #expect(second.key == "task//store/search-1/2")
        #expect(second.group == "task/search-1/failed")
    }

    @Test func `long words are cut`() throws {
        let long = String(repeating: "word ", count: 400)
        let alert = try #require(
            try alert(["status": "failed", "error": .string(long), "result": .string(long)]))
        #expect(alert.detail.hasSuffix("… · took 2 min 3 s"))
        #expect(alert.detail.count < 150)
        #expect(alert.body.count == 600)
    }
}
