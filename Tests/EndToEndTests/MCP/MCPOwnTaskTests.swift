import LosslessJSON
import TestSupport
import Testing

/// The tools for an agent that runs inside a task: here a shell that talks to `ringback mcp`.
@Suite struct MCPOwnTaskTests {
    private let user: RunnerHome
    private let program: String

    init() throws {
        user = try RunnerHome()
        program = try EndToEndBinary.path()
    }

    /// A line for the shell that calls a tool, and prints the answer.
    private func line(_ tool: String, _ arguments: JSON) -> String {
        let message: JSON = [
            "jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": ["name": .string(tool), "arguments": arguments],
        ]
        return "printf '%s\\n' '\(message.text())' | '\(program)' mcp"
    }

    /// What the tool has answered, as the task has written it.
    private func result(_ id: String) throws -> JSON? {
        try JSON.parse(Array((user.output(id) ?? "").utf8))["result"]
    }

    @Test func `a task says how far it is`() throws {
        let id = try user.launch(
            line("report_progress", ["percent": 40, "message": "reading"]))
        let record = try user.ended(id)
        #expect(try result(id)?["isError"] == false)
        #expect(record["progress"]?["percent"] == 40)
        #expect(record["progress"]?["lastMessage"] == "reading")
    }

    @Test func `a task ends with the result that it told, and goes on to its own end`() throws {
        let id = try user.launch(
            line("task_complete", ["result": "There are 3."]) + " >/dev/null; echo more; exit 5")
        let record = try user.ended(id)
        #expect(record["status"] == "completed")
        #expect(record["result"] == "There are 3.")
        #expect(Polling.until { user.output(id) == "more\n" })
        // Its end changes nothing that it has said.
        #expect(try user.run("wait", id).exitCode == 0)
        #expect(user.record(id)?["result"] == "There are 3.")
        #expect(user.home.outbox.count == 1)
    }

    @Test func `a task fails with the error that it told, once`() throws {
        let id = try user.launch(
            line("task_complete", ["result": "half", "error": "no access"]) + " >/dev/null;"
                + line("task_complete", ["result": "all"]))
        let record = try user.ended(id)
        #expect(record["status"] == "failed")
        #expect(record["error"] == "no access")
        #expect(record["result"] == "half")
        #expect(Polling.until { user.output(id)?.isEmpty == false })
        #expect(try result(id)?["isError"] == true)
    }

    @Test func `a task asks its person, waits, and has the answer`() throws {
        let id = try user.launch(
            line("escalate_question", ["question": "Which one?", "options": ["eu", "us"]]))
        #expect(Polling.until { user.status(id) == "paused" })
        let record = try #require(user.record(id))
        #expect(record["paused_question"] == "Which one?")
        #expect(record["questions"]?.array?.first?["options"] == ["eu", "us"])
        #expect(try user.run("task", id, "resume", "us, please").exitCode == 0)
        #expect(try user.ended(id)["status"] == "completed")
        let result = try #require(try self.result(id))
        #expect(result["structuredContent"]?["answer"] == "us, please")
        #expect(result["content"]?.array?.first?["text"] == "us, please")
    }

    @Test func `without an answer in time the task is told so`() throws {
        let id = try user.launch(
            line("escalate_question", ["question": "Anybody?", "timeout": .number("0.2")]))
        #expect(try user.ended(id)["status"] == "completed")
        let result = try #require(try self.result(id))
        #expect(result["isError"] == true)
        #expect(
            result["content"]?.array?.first?["text"]?.string?.contains("no answer") == true,
            "\(result.text())")
    }

    @Test(arguments: [
        ("report_progress", #"{"message":"x"}"#), ("task_complete", #"{"result":"x"}"#),
        ("escalate_question", #"{"question":"x"}"#),
    ])
    func `outside of a task they say so`(_ tool: String, _ arguments: String) throws {
        let client = try MCPClient(user)
        let refusal = try client.refusal(tool, try JSON.parse(Array(arguments.utf8)))
        #expect(refusal.contains("not inside a background task"), "\(refusal)")
    }

    @Test func `what is dispatched from within a task knows it`() throws {
        let id = try user.launch(line("dispatch_background", ["command": "true", "id": "inner"]))
        _ = try user.ended(id)
        #expect(try user.ended("inner")["parent_task_id"]?.string == id)
    }
}
