import LosslessJSON
import RingbackModel
import TaskStore
import Testing

@Suite struct StoreLayoutTests {
    private func object(_ text: String) throws -> JSONObject {
        try #require(JSON.parse(text).object)
    }

    @Test(
        arguments: [
            (.claude, ["pending", "running", "paused", "completed", "failed", "cancelled"]),
            (.droid, ["queued", "running", "paused", "completed", "error", "cancelled"]),
            (.octo, ["pending", "running", "paused", "completed", "failed", "cancelled"]),
        ] as [(StoreLayout, [String])])
    func `each family has its own words`(_ layout: StoreLayout, _ words: [String]) throws {
        #expect(TaskStatus.allCases.map(layout.word(for:)) == words)
        for (status, word) in zip(TaskStatus.allCases, words) {
            let record = layout.record(from: ["id": "a", "status": .string(word)])
            #expect(record?.status == status)
            #expect(try layout.object(for: #require(record))["status"]?.string == word)
        }
    }

    @Test(arguments: StoreLayout.allCases)
    func `a word of ours is understood in every family, an unknown one in none`(
        _ layout: StoreLayout
    ) {
        #expect(layout.record(from: ["id": "a", "status": "failed"])?.status == .failed)
        #expect(layout.record(from: ["id": "a", "status": "pending"])?.status == .pending)
        for object: JSONObject in [
            ["id": "a", "status": "flying"], ["id": "a"], ["status": "running"], [:],
            ["id": "../a", "status": "running"],
        ] {
            #expect(layout.record(from: object) == nil)
        }
    }

    private static let droid = """
        {"id":"bg_1a1f","session_id":"ses_ae08","parent_session_id":"main","description":"Find auth",\
        "prompt":"p","agent":"explorer","status":"error","started_at":"2026-11-20T18:31:44.123456",\
        "queued_at":null,"completed_at":null,"result":null,"error":"boom",\
        "progress":{"toolCalls":0,"lastUpdate":"2026-11-20T18:31:44"},"concurrency_key":"explorer",\
        "parent_model":null,"novelty":[1e400]}
        """
    private static let octo = """
        {"id":"0a1b2c3d","type":"agent","status":"paused","command":"","cwd":"/p","prompt":"do",\
        "agent_name":"worker","thread_id":"t1","max_turns":50,"env_overrides":{"K":"v"},"timeout":0,\
        "created_at":"2026-11-20T18:31:44.123+00:00","started_at":"","completed_at":"","result":"",\
        "error":"","paused_question":"Which?","paused_at":"","novelty":{"a":[null]}}
        """
    private static let claude = """
        {"id":"search-1","status":"running","created_at":"2026-11-20T18:31:44.123Z","novelty":1.50}
        """

    @Test(
        arguments: [(.droid, droid), (.octo, octo), (.claude, claude)] as [(StoreLayout, String)])
    func `a file is rewritten as it was, known and unknown members`(
        _ layout: StoreLayout, _ text: String
    ) throws {
        let record = try #require(layout.record(from: object(text)))
        #expect(JSON.object(layout.object(for: record)).text() == text)
    }

    @Test func `Octo's names are ours under other names`() throws {
        let record = try #require(StoreLayout.octo.record(from: object(Self.octo)))
        #expect(record[text: .agent] == "worker")
        #expect(record[text: .sessionID] == "t1")
        #expect(record[text: .result] == nil && record[time: .started] == nil)
    }

    @Test func `Octo finds text where there is none, and its own spelling of UTC`() throws {
        var record = TaskRecord(id: "a", status: .running, created: StoreFixture.moment(0))
        record[time: .started] = StoreFixture.moment(1)
        record[text: .sessionID] = "t1"
        record[name: "result"] = .null
        let object = StoreLayout.octo.object(for: record)
        #expect(object.members.allSatisfy { !$0.value.isNull })
        #expect(object["started_at"] == "1970-01-01T00:00:01.000+00:00")
        #expect(object["created_at"] == "1970-01-01T00:00:00.000+00:00")
        #expect(object["thread_id"] == "t1" && object["session_id"] == nil)
        let expected: [(String, JSON)] = [
            ("type", "agent"), ("command", ""), ("cwd", ""), ("prompt", ""), ("agent_name", ""),
            ("max_turns", 50), ("env_overrides", [:]), ("timeout", 0), ("completed_at", ""),
            ("result", ""), ("error", ""), ("paused_question", ""), ("paused_at", ""),
        ]
        for (name, value) in expected { #expect(object[name] == value, "\(name)") }
    }

    @Test func `Droid finds null where there is none`() {
        let record = TaskRecord(id: "a", status: .running, created: StoreFixture.moment(0))
        let object = StoreLayout.droid.object(for: record)
        for name in [
            "session_id", "parent_session_id", "agent", "started_at", "queued_at", "completed_at",
            "result",
            "error", "concurrency_key", "parent_model",
        ] {
            #expect(object[name] == .null, "\(name)")
        }
        #expect(object["description"] == "" && object["prompt"] == "")
    }

    @Test func `Claude's files hold nothing but what is known`() {
        let record = TaskRecord(id: "a", status: .running, created: StoreFixture.moment(0))
        #expect(StoreLayout.claude.object(for: record) == record.fields)
    }
}
