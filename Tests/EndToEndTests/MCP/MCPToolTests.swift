import Foundation
import LosslessJSON
import TestSupport
import Testing

/// The tools over tasks that run.
@Suite struct MCPToolTests {
    private let user: RunnerHome
    private let client: MCPClient

    init() throws {
        user = try RunnerHome(
            settings: #"{"max_background_tasks":2,"ringback":{"grace_seconds":1}}"#)
        client = try MCPClient(user)
    }

    private func wait(_ ids: [String], _ more: JSONObject = [:]) throws -> JSON {
        var arguments: JSONObject = ["task_ids": .array(ids.map(JSON.string))]
        for member in more.members { arguments[member.key] = member.value }
        return try client.call("wait_background_task", .object(arguments))
    }

    @Test func `a command is dispatched, waited for, and its result is there`() throws {
        let folder = user.work + "/sub"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let task = try client.call(
            "dispatch_background",
            [
                "command": #"echo "$GREETING from $(basename "$PWD")"; echo oops >&2; exit 3"#,
                "description": "Greet", "id": "greet-1", "cwd": "sub", "timeout": 30,
                "env": ["GREETING": "hush-hush"],
            ])
        #expect(task["task_id"] == "greet-1")
        #expect(task["status"] == "running")
        #expect(task["description"] == "Greet")
        let outcome = try wait(["greet-1"])
        #expect(outcome["ended"] == true)
        let ended = try #require(outcome["tasks"]?.array?.first)
        #expect(ended["status"] == "failed")
        #expect(ended["exit_code"] == 3)
        #expect(ended["error"]?.string?.contains("Exit code 3") == true)
        #expect(ended["result"]?.string?.hasPrefix("hush-hush from sub") == true)
        // The record is the one that the commands have.
        let record = try #require(user.record("greet-1"))
        #expect(record["timeout"] == 30)
        #expect(record["cwd"]?.string == folder)
        #expect(record["source"] == "bg")
    }

    @Test func `the values of variables are in no answer`() throws {
        let id = try client.call(
            "dispatch_background", ["command": "true", "env": ["KEY": "hush-hush"]])["task_id"]
        let known = try #require(id?.string)
        _ = try wait([known])
        _ = try client.call("get_background_task", ["task_id": .string(known)])
        _ = try client.call("list_background_tasks", [:])
        #expect(try user.ended(known)["env_overrides"]?["KEY"] == "hush-hush")
        #expect(try !client.messages.contains { $0.text().contains("hush-hush") })
    }

    @Test func `an agent is dispatched, with what it is to know`() throws {
        try user.install("agent", as: "claude")
        let task = try client.call(
            "dispatch_background",
            ["prompt": "Find the login checks", "description": "Find", "with": "claude"])
        let id = try #require(task["task_id"]?.string)
        _ = try wait([id])
        let record = try #require(user.record(id))
        #expect(record["type"] == "agent")
        #expect(record["prompt"] == "Find the login checks")
        #expect(record["with"] == "claude")
    }

    @Test(arguments: [
        (#"{}"#, "give either 'command' or 'prompt'"),
        (#"{"command":"a","prompt":"b"}"#, "give either 'command' or 'prompt'"),
        (#"{"command":"true","model":"opus"}"#, "'model' is for a 'prompt'"),
        (#"{"command":""}"#, "command is empty"), (#"{"comand":"true"}"#, "no 'comand'"),
        (#"{"command":"true","id":"../x"}"#, "can't be an id"),
        (#"{"command":"true","id":"taken"}"#, "the id 'taken' is taken"),
        (#"{"command":"true","after":["nope"]}"#, "Task not found: nope"),
        (#"{"command":"true","cwd":"/no/such"}"#, "there is no folder /no/such"),
        (#"{"command":"true","timeout":0}"#, "timeout must be above 0"),
        (#"{"command":"true","timeout":"5m"}"#, "timeout: a text"),
        (#"{"command":"true","env":{"A=B":"1"}}"#, "can't be the name of a variable"),
        (#"{"command":"true","env":{"A":1}}"#, "env.A: a number"),
        (#"{"prompt":"x","with":"nobody"}"#, "unknown agent 'nobody'"),
        (#"{"prompt":"x","autonomy":"wild"}"#, "autonomy can't be"),
        (#"{"prompt":"x","with":"codex"}"#, "there is no program 'codex'"),
    ])
    func `what can't be dispatched is told, and nothing is`(
        _ arguments: String, _ expected: String
    ) throws {
        _ = try client.call("dispatch_background", ["command": "true", "id": "taken"])
        let refusal = try client.refusal(
            "dispatch_background", try JSON.parse(Array(arguments.utf8)))
        #expect(refusal.contains(expected), "\(refusal)")
        #expect(user.home.ids(in: user.store) == ["taken"])
    }

    @Test func `nothing is dispatched where the settings forbid it`() throws {
        try user.home.folder.write(
            #"{"sisyphus":{"background_execution":false}}"#, to: ".claude/settings.json")
        let refusal = try client.refusal("dispatch_background", ["command": "true"])
        #expect(refusal.contains("background_execution is false"), "\(refusal)")
    }

    @Test func `several are dispatched in their order, and may follow each other`() throws {
        let tasks =
            try client.call(
                "parallel_dispatch",
                [
                    "tasks": [
                        ["command": "echo one >> order", "id": "one"],
                        ["command": "echo two >> order", "id": "two", "after": ["one"]],
                        ["command": "cat order", "id": "three", "after": ["one", "two"]],
                    ]
                ])["tasks"]?.array ?? []
        #expect(tasks.map { $0["task_id"] } == ["one", "two", "three"])
        #expect(tasks.map { $0["status"] } == ["running", "pending", "pending"])
        let outcome = try wait(["one", "two", "three"])
        #expect(outcome["tasks"]?.array?.last?["result"] == "one\ntwo")
    }

    @Test(arguments: [
        (#"[{"command":"true"}]"#, "2 elements at least"),
        (
            #"["# + Array(repeating: #"{"command":"true"}"#, count: 9).joined(separator: ",") + "]",
            "8 elements at most"
        ),
        (#"[{"command":"true"},{}]"#, "tasks[1]: give either"),
        (
            #"[{"command":"true"},{"command":"true","cwd":"/no/such"}]"#,
            "tasks[1]: there is no folder"
        ),
        (#"[{"command":"true"},{"command":"true","after":["nope"]}]"#, "Task not found: nope"),
        (#"[{"command":"true","after":["b"]},{"command":"true","id":"b"}]"#, "Task not found: b"),
        (#"[{"command":"true","id":"a"},{"command":"true","id":"a"}]"#, "two of the tasks"),
        (#"[{"command":"true","id":"a","after":["a"]},{"command":"true"}]"#, "wait for itself"),
    ])
    func `all of several are dispatched, or none`(_ tasks: String, _ expected: String) throws {
        let refusal = try client.refusal(
            "parallel_dispatch", ["tasks": try JSON.parse(Array(tasks.utf8))])
        #expect(refusal.contains(expected), "\(refusal)")
        #expect(user.home.ids(in: user.store) == [])
        #expect(user.savedEnvironments == [])
    }

    @Test func `a list has the newest first, by status, and so many`() throws {
        let gate = try TaskGate(user)
        for id in ["a", "b", "c"] {
            _ = try client.call(
                "dispatch_background",
                ["command": .string(gate.command), "id": .string(id), "description": "Task"])
        }
        let all = try client.call("list_background_tasks", [:])
        #expect(all["total"] == 3)
        #expect(all["tasks"]?.array?.map { $0["task_id"] } == ["c", "b", "a"])
        let running = try client.call("list_background_tasks", ["status": "running", "limit": 1])
        #expect(running["total"] == 2)
        #expect(running["tasks"]?.array?.map { $0["task_id"] } == ["b"])
        let pending = try client.call("list_background_tasks", ["status": "pending"])
        #expect(pending["tasks"]?.array?.map { $0["task_id"] } == ["c"])
        #expect(
            try client.refusal("list_background_tasks", ["status": "done"]).contains("allowed:"))
    }

    @Test func `a task is shown while it runs, with its last lines and its progress`() throws {
        let gate = try TaskGate(user)
        let id = try client.dispatch(
            "echo one; echo two; '\(EndToEndBinary.path())' progress 40 testing; \(gate.command)")
        #expect(
            Polling.until {
                user.output(id) == "one\ntwo\n" && user.record(id)?["progress"] != nil
            })
        let task = try client.call(
            "get_background_task", ["task_id": .string(String(id.prefix(6))), "lines": 1])
        #expect(task["task_id"]?.string == id)
        #expect(task["status"] == "running")
        #expect(task["output"] == "two")
        #expect(task["progress_percent"] == 40)
        #expect(task["progress_message"] == "testing")
        #expect(
            try client.refusal("get_background_task", ["task_id": "nope"])
                == "Task not found: nope")
    }

    @Test func `waiting for any returns with the first, and with what there is in time`() throws {
        let gate = try TaskGate(user)
        let slow = try client.dispatch(gate.command)
        let fast = try client.dispatch("echo fast")
        let any = try wait([slow, fast], ["any": true])
        #expect(any["ended"] == true)
        #expect(any["tasks"]?.array?.map { $0["status"] } == ["running", "completed"])
        let late = try wait([slow, fast], ["timeout": .number("0.2")])
        #expect(late["ended"] == false)
        #expect(late["tasks"]?.array?.map { $0["status"] } == ["running", "completed"])
        #expect(
            try client.refusal("wait_background_task", ["task_ids": [.string(slow), "nope"]])
                == "Task not found: nope")
        #expect(
            try client.refusal("wait_background_task", ["task_ids": []]).contains("1 elements"))
    }

    @Test func `a task is cancelled, be it queued or running; one that has ended is not`() throws {
        let gate = try TaskGate(user)
        let ids = try (0..<3).map { _ in try client.dispatch(gate.command) }
        #expect(user.status(ids[2]) == "pending")
        for id in [ids[2], ids[0]] {
            let answer = try client.call("cancel_background_task", ["task_id": .string(id)])
            #expect(answer["status"] == "cancelled")
            #expect(user.status(id) == "cancelled")
        }
        let again = try client.refusal("cancel_background_task", ["task_id": .string(ids[0])])
        #expect(again.contains("has ended already"), "\(again)")
        #expect(
            try client.refusal("cancel_background_task", ["task_id": "nope"])
                == "Task not found: nope")
    }

    @Test func `a server of a store of its own works on that one`() throws {
        let droid = try MCPClient(user, ["--store", "droid"])
        let id = try droid.dispatch("echo droid")
        #expect(user.home.record(id, in: EndToEndHome.droidStore) != nil)
        #expect(user.record(id) == nil)
        #expect(try client.call("get_background_task", ["task_id": .string(id)])["task_id"] != nil)
    }
}
