import LosslessJSON
import RingbackModel
import Testing

@Suite struct TaskRecordTests {
    private let now = Timestamp(milliseconds: 1_795_199_504_123)

    @Test func `a new task has its id, its state and its moment`() {
        let record = TaskRecord(id: "a", status: .pending, created: now)
        #expect(
            JSON.object(record.fields).text()
                == #"{"id":"a","status":"pending","created_at":"2026-11-20T18:31:44.123Z"}"#)
    }

    @Test(arguments: [
        #"{"status":"running"}"#, #"{"id":"a"}"#, #"{"id":"../a","status":"running"}"#,
        #"{"id":"a","status":"flying"}"#, #"{"id":1,"status":"running"}"#,
        #"{"id":"a","status":null}"#, "{}",
    ])
    func `what has no id or no state is no task`(_ text: String) throws {
        let object = try #require(JSON.parse(text).object)
        #expect(TaskRecord(object) == nil)
    }

    @Test func `members that nobody here knows survive, in their place`() throws {
        let text = #"{"id":"a","x":1e400,"status":"running","y":{"z":[null]},"runs":["r"]}"#
        let object = try #require(JSON.parse(text).object)
        var record = try #require(TaskRecord(object))
        record.status = .paused
        record.runs.append("s")
        #expect(
            JSON.object(record.fields).text()
                == #"{"id":"a","x":1e400,"status":"paused","y":{"z":[null]},"runs":["r","s"]}"#)
    }

    @Test(
        arguments: [
            (["description": "d", "command": "c", "prompt": "p"], "d"),
            (["description": "", "command": "c", "prompt": "p"], "c"),
            (["description": .null, "prompt": "p\nq\u{1B}[0m"], "p q"),
            ([:], "t"),
            (
                ["prompt": .string(String(repeating: "ä", count: 99))],
                String(repeating: "ä", count: 79) + "…"
            ),
        ] as [(JSONObject, String)])
    func `is called by the best name that it has`(_ members: JSONObject, _ title: String) {
        var record = TaskRecord(id: "t", status: .running, created: now)
        record.fill(members)
        #expect(record.title == title)
    }

    @Test func `only what is missing is filled in`() {
        var record = TaskRecord(id: "t", status: .running, created: now)
        record.fill(["a": .null, "b": "", "c": "kept", "d": 0, "e": false])
        record.fill(["a": 1, "b": "2", "c": "lost", "d": 5, "e": true, "id": "other"])
        let texts = ["id", "a", "b", "c", "d", "e"].map { record[name: $0]?.text() }
        #expect(texts == [#""t""#, "1", #""2""#, #""kept""#, "0", "false"])
    }

    @Test(
        arguments: [
            (["duration_ms": 1234, "started_at": "1970-01-01T00:00:00Z"], 1.234),
            (
                ["started_at": "1970-01-01T00:00:01Z", "completed_at": "1970-01-01T00:00:03.5Z"],
                2.5
            ),
            (["created_at": "1970-01-01T00:00:01Z", "completed_at": "1970-01-01T00:00:03Z"], nil),
            (["started_at": "1970-01-01T00:00:05Z", "completed_at": "1970-01-01T00:00:03Z"], 0),
            (["started_at": "1970-01-01T00:00:05Z"], nil),
            (["started_at": "soon", "completed_at": "1970-01-01T00:00:03Z"], nil),
        ] as [(JSONObject, Double?)])
    func `knows how long it ran`(_ members: JSONObject, _ seconds: Double?) throws {
        var fields: JSONObject = ["id": "t", "status": "completed"]
        for member in members.members { fields[member.key] = member.value }
        #expect(try #require(TaskRecord(fields)).seconds == seconds)
    }

    @Test func `empty texts and times count as missing`() throws {
        let record = try #require(
            TaskRecord([
                "id": "t", "status": "running", "error": "", "started_at": "", "result": .null,
            ]))
        #expect(record[text: .error] == nil)
        #expect(record[text: .result] == nil)
        #expect(record[time: .started] == nil)
        #expect(record.client == nil && record.isBackground == nil && record.exitCode == nil)
        #expect(record.ends == 0 && record.runs.isEmpty)
    }

    @Test func `a task that the original ended has ended once`() throws {
        let record = try #require(TaskRecord(["id": "t", "status": "cancelled"]))
        #expect(record.ends == 1)
    }

    @Test func `a change creates the task that it speaks of, if it can be one`() {
        let end = TaskChange(id: "t", move: .end(TaskEnd(.completed)))
        #expect(TaskRecord.created(by: end, at: now)?.status == .running)
        #expect(TaskRecord.created(by: end, at: now)?[time: .started] == nil)
        let begin = TaskChange(id: "t", move: .begin)
        #expect(TaskRecord.created(by: begin, at: now)?[time: .started] == now)
        #expect(TaskRecord.created(by: TaskChange(id: "t", move: .sessionEnded), at: now) == nil)
        #expect(TaskRecord.created(by: TaskChange(id: "../t", move: .begin), at: now) == nil)
    }
}
