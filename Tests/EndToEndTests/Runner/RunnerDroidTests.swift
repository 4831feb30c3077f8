import Foundation
import LosslessJSON
import TestSupport
import Testing

/// Droids that `launch` runs, with a stand-in for the program.
@Suite struct RunnerDroidTests {
    private let home: RunnerHome

    init() throws {
        home = try RunnerHome(store: EndToEndHome.droidStore)
        try home.install("agent", as: "droid")
    }

    private var argv: [String: String] { ["STANDIN_ARGV": home("argv")] }

    /// What the stand-in was given, without the program's name.
    private func given() -> [String] {
        (home.home.folder.text("argv") ?? "").split(
            separator: "\0", omittingEmptySubsequences: false
        ).dropLast().map(String.init)
    }

    @Test func `too few arguments get the usage`() throws {
        let outcome = try home.run("launch", "d", "p", "a")
        #expect(outcome.exitCode == 1)
        let error = try JSON.parse(outcome.output)["error"]?.string
        #expect(error?.hasPrefix("Usage: ringback launch <description> <prompt>") == true)
        #expect(home.home.ids(in: home.store) == [])
    }

    @Test func `a launch answers with four keys and runs the droid`() throws {
        let answer = try home.answer("launch", "Find it", "p", "explorer", "main", variables: argv)
        let members = try #require(answer.object?.members)
        #expect(members.map(\.key) == ["taskId", "sessionId", "description", "status"])
        #expect(answer["description"] == "Find it")
        #expect(answer["status"] == "running")
        let id = try #require(answer["taskId"]?.string)
        #expect(id.hasPrefix("bg_"))
        let record = try home.ended(id)
        #expect(given() == ["exec", "--auto", "medium", "--", "p"])
        #expect(record["status"] == "completed")
        #expect(record["session_id"]?.string == answer["sessionId"]?.string)
        #expect(answer["sessionId"]?.string?.hasPrefix("ses_") == true)
        #expect(record["parent_session_id"] == "main")
        #expect(record["agent"] == "explorer")
        #expect(record["concurrency_key"] == "explorer")
        #expect(record["prompt"] == "p")
        #expect(record["parent_model"] == .null)
        #expect(record["progress"]?["toolCalls"] == 0)
        #expect(
            record["progress"]?["outputFile"]?.string == home("\(home.store)/\(id).out"))
        #expect(record["completed_at"]?.string?.hasSuffix("Z") == true)
    }

    @Test func `autonomy and model reach the droid`() throws {
        let answer = try home.answer(
            "launch", "d", "p", "oracle", "main", "low", "glm-5", variables: argv)
        _ = try home.ended(try #require(answer["taskId"]?.string))
        #expect(given() == ["exec", "--auto", "low", "-m", "glm-5", "--", "p"])
    }

    @Test(arguments: [
        #"x $(touch A) `touch B` "q" \"#, "one\ntwo\n\tthree\n", "Grüße, 世界 🐦 é",
        "-rf --auto high", "--", String(repeating: "0123456789", count: 10240), " '  ' ; touch C",
    ])
    func `a prompt reaches the droid byte for byte`(_ prompt: String) throws {
        let answer = try home.answer("launch", "d", prompt, "explorer", "main", variables: argv)
        let record = try home.ended(try #require(answer["taskId"]?.string))
        #expect(given().count == 5)
        #expect(given().last.map { Array($0.utf8) } == Array(prompt.utf8))
        #expect(record["prompt"]?.string == prompt)
        let files = try FileManager.default.contentsOfDirectory(atPath: home.work)
        #expect(files == [".keep"])
    }

    @Test func `an autonomy that is none of three runs nothing`() throws {
        let outcome = try home.run("launch", "d", "p", "a", "main", "low; touch C")
        #expect(outcome.exitCode == 1)
        let error = try JSON.parse(outcome.output)["error"]?.string
        #expect(error?.hasPrefix("Usage: ") == true)
        #expect(home.home.ids(in: home.store) == [])
    }

    struct Ending: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var variables: [String: String]
        var status = "error"
        var result: JSON? = .null
        var error: JSON? = .null
        var exitCode: Int?
        var signal: Int?
    }

    @Test(arguments: [
        Ending(
            testDescription: "exit 7", variables: ["STANDIN_EXIT": "7"], error: "Exit code 7",
            exitCode: 7),
        Ending(
            testDescription: "a signal", variables: ["STANDIN_SIGNAL": "9"], error: "Exit code -9",
            signal: 9),
        Ending(
            testDescription: "words", variables: ["STANDIN_SAYS": "Found it.\n"],
            status: "completed", result: "Found it.", exitCode: 0),
        Ending(
            testDescription: "JSON",
            variables: [
                "STANDIN_SAYS":
                    #"{"type":"result","is_error":false,"result":"Nine","session_id":"s"}"#
            ], status: "completed", result: "Nine", exitCode: 0),
        Ending(
            testDescription: "an error in JSON with exit 0",
            variables: [
                "STANDIN_SAYS": #"{"type":"result","is_error":true,"result":"Rate limit"}"#
            ], result: "Rate limit", error: "Rate limit", exitCode: 0),
    ])
    func `how the droid ends is kept in the record and shown`(_ ending: Ending) throws {
        let answer = try home.answer(
            "launch", "d", "p", "explorer", "main", variables: ending.variables)
        let id = try #require(answer["taskId"]?.string)
        let record = try home.ended(id)
        #expect(record["status"]?.string == ending.status)
        #expect(record["result"] == ending.result)
        #expect(record["error"] == ending.error)
        #expect(record["exit_code"]?.int == ending.exitCode)
        #expect(record["signal"]?.int == ending.signal)
        #expect(try home.answer("status", id)["exit_code"]?.int == ending.exitCode)
        #expect(Polling.until { home.home.faults(in: home.store) == [] })
    }

    @Test func `a droid that is not there fails its task`() throws {
        let answer = try home.answer(
            "launch", "d", "p", "explorer", "main", variables: ["PATH": "/usr/bin:/bin"])
        let record = try home.ended(try #require(answer["taskId"]?.string))
        #expect(record["status"] == "error")
        #expect(record["error"] == "Could not start: there is no program 'droid'")
    }

    @Test func `a hook below the droid ends the very task, whatever its session is`() throws {
        let gate = try TaskGate(home)
        let event =
            #"{"hook_event_name":"SubagentStop","session_id":"droids-own","#
            + #""last_assistant_message":"R"}"#
        let answer = try home.answer(
            "launch", "d", "p", "explorer", "main",
            variables: [
                "STANDIN_EVENT": event, "STANDIN_RINGBACK": try EndToEndBinary.path(),
                "STANDIN_ANSWER": home("answer"), "STANDIN_GATE": gate.path,
                "STANDIN_SAYS": "not this",
            ])
        let id = try #require(answer["taskId"]?.string)
        #expect(Polling.until { home.status(id) == "completed" })
        let pid = try #require(home.pid("process", of: id))
        #expect(home.record(id)?["result"] == "R")
        // It has said so itself, and goes on to its own end.
        #expect(TestProcess(pid) != nil)
        gate.open()
        #expect(Polling.until { TestProcess(pid) == nil })
        let told = try JSON.parse(try #require(home.home.folder.read("answer")))
        #expect(told["taskId"]?.string == id)
        #expect(Polling.until { home.record(id)?["exit_code"] != nil })
        #expect(home.record(id)?["result"] == "R")
        #expect(home.home.alertCounts == ["completed": 1])
    }

    @Test func `with five slots two of seven wait, and an end starts the oldest`() throws {
        let gates = try (0..<7).map { try TaskGate(home, "gate\($0)") }
        let answers = try gates.map { gate in
            try home.answer(
                "launch", "d", "p", "explorer", "main", variables: ["STANDIN_GATE": gate.path])
        }
        let words = answers.compactMap { $0["status"]?.string }
        #expect(words == Array(repeating: "running", count: 5) + ["queued", "queued"])
        let ids = answers.compactMap { $0["taskId"]?.string }
        let list = try home.answer("list", "--store", "droid")
        #expect(list["running"] == 5)
        #expect(list["queued"] == 2)
        // Completing it twice frees one slot.
        for _ in 0..<2 { try home.run("complete", ids[2], "done") }
        #expect(Polling.until { home.status(ids[5]) == "running" })
        #expect(home.status(ids[6]) == "queued")
        #expect(home.status(ids[2]) == "completed")
        for gate in gates { gate.open() }
        for id in ids { #expect(try home.ended(id)["status"] == "completed") }
    }

    /// Makes the record say that the task began so many minutes ago, and its output as old as given.
    private func age(_ id: String, minutes: Double, output: Double) throws {
        var record = try #require(home.record(id)?.object)
        let start = Date(timeIntervalSinceNow: -minutes * 60)
        record["started_at"] = .string(start.formatted(.iso8601))
        let update = Date(timeIntervalSinceNow: -output * 60)
        record["progress"] = ["lastUpdate": .string(update.formatted(.iso8601))]
        try home.home.folder.write(JSON.object(record).bytes(), to: "\(home.store)/\(id).json")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -output * 60)],
            ofItemAtPath: home("\(home.store)/\(id).out"))
    }

    @Test(arguments: [31.0, 11.0])
    func `what prune marks is stopped with its whole tree`(_ minutes: Double) throws {
        let mark = TestProcess.mark
        let gate = try TaskGate(home)
        let tree = try home.install("tree", as: "tree")
        let answer = try home.answer(
            "launch", "d", "p", "explorer", "main",
            variables: [
                "STANDIN_TREE": tree, "STANDIN_MARK": mark, "STANDIN_GATE": gate.path,
            ])
        let id = try #require(answer["taskId"]?.string)
        #expect(Polling.until { TestProcess.isTreeWhole(mark) })
        let supervisor = try #require(home.pid("supervisor", of: id))
        try age(id, minutes: minutes, output: minutes)
        let pruned = try home.answer("prune", "--store", "droid")
        #expect(pruned == ["removed": [.string(id)]])
        #expect(Polling.until { TestProcess(supervisor) == nil })
        #expect(TestProcess.all(marked: mark).map(\.words) == [])
        #expect(home.status(id) == "error")
        #expect(home.record(id)?["error"]?.string?.hasPrefix("Task ") == true)
    }

    @Test(arguments: [(31.0, 1.0), (9.0, 9.0)])
    func `a task that lives and whose output moves is kept`(
        _ minutes: Double, output: Double
    ) throws {
        let gate = try TaskGate(home)
        let answer = try home.answer(
            "launch", "d", "p", "explorer", "main", variables: ["STANDIN_GATE": gate.path])
        let id = try #require(answer["taskId"]?.string)
        #expect(Polling.until { home.pid("process", of: id) != nil })
        try age(id, minutes: minutes, output: output)
        #expect(try home.answer("prune", "--store", "droid") == ["removed": []])
        #expect(home.status(id) == "running")
        gate.open()
        #expect(try home.ended(id)["status"] == "completed")
    }

    @Test func `a task of which only a hook moves is kept`() throws {
        let gate = try TaskGate(home)
        let answer = try home.answer(
            "launch", "d", "p", "explorer", "main", variables: ["STANDIN_GATE": gate.path])
        let id = try #require(answer["taskId"]?.string)
        #expect(Polling.until { home.pid("process", of: id) != nil })
        try age(id, minutes: 31, output: 31)
        let event = EndToEndEvent.make("PostToolUse", ["tool_name": "Read"]).text()
        _ = try home.call(
            ["hook"], input: .bytes(Array(event.utf8)),
            ["RINGBACK_TASK_ID": id, "RINGBACK_STORE": home(home.store)]
        ).run()
        #expect(try home.answer("prune", "--store", "droid") == ["removed": []])
        #expect(home.status(id) == "running")
    }

    @Test func `a list gives up what nobody works on`() throws {
        try OriginalTask(id: "bg_old", started: 31).write(to: home.home)
        let list = try JSON.parse(
            try home.call(["list", "--store", "droid"], OriginalTask.zone).run().output)
        #expect(list["error"] == 1)
        #expect(list["running"] == 0)
        #expect(home.record("bg_old")?["error"] == "Task timeout: no activity")
    }
}
