import Glibc
import LosslessJSON
import TestSupport
import Testing

/// `ringback mcp` as a server: what it says to whatever comes.
@Suite struct MCPProtocolTests {
    private let user: RunnerHome

    init() throws { user = try RunnerHome() }

    private static let tools = [
        "dispatch_background", "parallel_dispatch", "list_background_tasks", "get_background_task",
        "wait_background_task", "cancel_background_task", "report_progress", "task_complete",
        "escalate_question",
    ]

    @Test func `it says who it is, offers its tools, and leaves when stdin ends`() throws {
        let client = try MCPClient(user, begins: false)
        #expect(try client.answer("server/discover", [:])["error"]?["code"] == -32601)
        let greeting = try client.answer(
            "initialize",
            ["protocolVersion": "2025-06-18", "capabilities": [:], "clientInfo": [:]])
        #expect(greeting["result"]?["protocolVersion"] == "2025-06-18")
        #expect(greeting["result"]?["serverInfo"]?["name"] == "ringback")
        #expect(greeting["result"]?["instructions"]?.string?.isEmpty == false)
        let tools = try client.answer("tools/list")["result"]?["tools"]?.array ?? []
        #expect(tools.map { $0["name"]?.string ?? "" } == Self.tools)
        for tool in tools {
            let name = Comment(rawValue: tool["name"]?.string ?? "")
            #expect((tool["description"]?.string?.count ?? 0) > 80, name)
            #expect(tool["inputSchema"]?["type"] == "object", name)
            #expect(tool["outputSchema"]?["type"] == "object", name)
            #expect(tool["annotations"]?["readOnlyHint"]?.bool != nil, name)
        }
        client.hangUp()
        let outcome = client.outcome()
        #expect(outcome.exitCode == 0)
        #expect(outcome.error.isEmpty, "\(outcome.errorText)")
        #expect(user.home.log == [])
    }

    @Test func `what is broken is told, and the next message is taken`() throws {
        let client = try MCPClient(user, begins: false)
        let lines = [
            "{", "[]", "7", #"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, "\u{0}\u{1}",
            #"{"jsonrpc":"2.0","method":"notifications/nothing"}"#, "", "   ", "\r",
            #"{"jsonrpc":"2.0","id":"unasked","result":{}}"#,
        ]
        for line in lines { try client.say(line: line) }
        #expect(try client.answer("ping")["result"] == [:])
        #expect(
            try client.messages.map { $0["error"]?["code"]?.int }
                == [-32700, -32600, -32600, -32600, -32700, nil])
        client.hangUp()
        #expect(client.outcome().exitCode == 0)
    }

    @Test func `a message may come in pieces, and several at once`() throws {
        let client = try MCPClient(user, begins: false)
        let text = #"{"jsonrpc":"2.0","id":"é","method":"ping"}"# + "\r\n"
        for byte in text.utf8 { try client.write([byte]) }
        try client.write(Array((text + text).replacing("é", with: "n").utf8))
        let last = try client.message("three answers") { _ in (try? client.messages.count) == 3 }
        #expect(last["id"] == "é")
    }

    @Test func `a line that is too long is told and forgotten`() throws {
        let client = try MCPClient(user, begins: false)
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        try client.write(Array(#"{"jsonrpc":"2.0","id":1,"method":""#.utf8))
        for _ in 0..<33 { try client.write(long) }
        try client.write(Array("\"}\n".utf8))
        #expect(try client.answer("ping")["result"] == [:])
        let refusal = try #require(try client.messages.first)
        #expect(refusal["error"]?["code"] == -32600)
        #expect(refusal["id"] == .null)
        // A long one that is not too long.
        let answer = try client.answer(
            "ping", ["text": .string(String(repeating: "y", count: 4 << 20))])
        #expect(answer["result"] == [:])
    }

    @Test func `a call that waits holds nobody up, and answers come as they are ready`() throws {
        let gate = try TaskGate(user)
        let client = try MCPClient(user)
        let task = try client.dispatch(gate.command)
        let waiting = try client.begin("wait_background_task", ["task_ids": [.string(task)]])
        #expect(try client.answer("ping")["result"] == [:])
        #expect(try client.answer("tools/list")["result"]?["tools"]?.array?.count == 9)
        let second = try client.dispatch("true")
        #expect(
            try client.call("wait_background_task", ["task_ids": [.string(second)]])["ended"]
                == true)
        #expect(try !client.messages.contains { $0["id"] == waiting })
        gate.open()
        #expect(try client.structure(of: waiting)["ended"] == true)
    }

    @Test func `who waits is told how it goes on, under his token`() throws {
        let gate = try TaskGate(user)
        let client = try MCPClient(user)
        let task = try client.dispatch(gate.command)
        let waiting = try client.begin(
            "wait_background_task", ["task_ids": [.string(task)]], token: "tok-1")
        let silent = try client.begin("wait_background_task", ["task_ids": [.string(task)]])
        let progress = try client.message("progress") { $0["method"] != nil }
        #expect(progress["method"] == "notifications/progress")
        #expect(progress["id"] == nil)
        #expect(progress["params"]?["progressToken"] == "tok-1")
        #expect((progress["params"]?["progress"]?.double ?? 0) > 0)
        #expect(progress["params"]?["message"]?.string?.contains("0 of 1 ended") == true)
        gate.open()
        _ = try client.structure(of: waiting)
        _ = try client.structure(of: silent)
        let tokens = try client.messages.compactMap { $0["params"]?["progressToken"] }
        #expect(tokens.allSatisfy { $0 == "tok-1" })
    }

    @Test func `a call that is cancelled is stopped, and never answered`() throws {
        let gate = try TaskGate(user)
        let client = try MCPClient(user)
        let task = try client.dispatch(gate.command)
        let waiting = try client.begin("wait_background_task", ["task_ids": [.string(task)]])
        #expect(Polling.until { TestProcess.children(of: client.pid).count == 1 })
        try client.say([
            "jsonrpc": "2.0", "method": "notifications/cancelled",
            "params": ["requestId": waiting, "reason": "enough"],
        ])
        #expect(Polling.until { TestProcess.children(of: client.pid).isEmpty })
        // The task itself goes on.
        #expect(user.status(task) == "running")
        gate.open()
        #expect(try user.ended(task)["status"] == "completed")
        #expect(try client.answer("ping")["result"] == [:])
        client.hangUp()
        #expect(client.outcome().exitCode == 0)
        #expect(try !client.messages.contains { $0["id"] == waiting })
    }

    @Test func `calls that are open when stdin ends are answered still`() throws {
        let gate = try TaskGate(user)
        let client = try MCPClient(user)
        let task = try client.dispatch(gate.command)
        let waiting = try client.begin("wait_background_task", ["task_ids": [.string(task)]])
        let launch = try client.begin("dispatch_background", ["command": "echo late"])
        client.hangUp()
        _ = try client.structure(of: launch)
        gate.open()
        #expect(client.outcome().exitCode == 0)
        #expect(try client.structure(of: waiting)["ended"] == true)
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
    func `a signal ends calls that wait, and the server, not the tasks`(_ signal: CInt) throws {
        let gate = try TaskGate(user)
        let client = try MCPClient(user)
        let task = try client.dispatch(gate.command)
        let waiting = try client.begin("wait_background_task", ["task_ids": [.string(task)]])
        #expect(Polling.until { TestProcess.children(of: client.pid).count == 1 })
        client.signal(signal)
        #expect(client.outcome().exitCode == 0)
        #expect(try client.answer(to: waiting)["error"]?["code"] == -32603)
        #expect(user.status(task) == "running")
    }

    @Test func `a server that is killed leaves no call behind`() throws {
        let gate = try TaskGate(user)
        let client = try MCPClient(user)
        let task = try client.dispatch(gate.command)
        _ = try client.begin("wait_background_task", ["task_ids": [.string(task)]])
        #expect(Polling.until { TestProcess.children(of: client.pid).count == 1 })
        let calls = TestProcess.children(of: client.pid).map(\.pid)
        client.signal(SIGKILL)
        #expect(Polling.until { calls.allSatisfy { TestProcess($0) == nil } })
        #expect(user.status(task) == "running")
    }

    @Test func `nobody at stdout any more is the end of what waits`() throws {
        let gate = try TaskGate(user)
        let task = try user.launch(gate.command)
        let call =
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"wait_background_task","arguments":{"task_ids":["\#(task)"]}}}"#
        let server = user.call(["mcp"], input: .bytes(Array((call + "\n").utf8)))
        // The reader of its stdout ends at once.
        var piped = server
        piped.arguments =
            ["-c", #""$@" | true; echo "$?" >"$HOME/left""#, "sh", server.program]
            + server.arguments
        piped.program = "/bin/sh"
        #expect(try piped.run(seconds: 15).timedOut == false)
        #expect(user.status(task) == "running")
    }

    @Test func `it leaves no zombies`() throws {
        let client = try MCPClient(user)
        for _ in 0..<3 { _ = try client.dispatch("true") }
        let pid = "PPid:\t\(client.pid)\n"
        #expect(
            Polling.until {
                !user.home.processes(where: { $0.contains(pid) })
            })
    }
}

extension EndToEndHome {
    /// Whether there is a process whose status file fulfils something, be it a zombie.
    fileprivate func processes(where isIt: (String) -> Bool) -> Bool {
        let names = (try? FileNames.of("/proc")) ?? []
        return names.filter { Int($0) != nil }.contains {
            (FileNames.text("/proc/\($0)/status")).map(isIt) ?? false
        }
    }
}
