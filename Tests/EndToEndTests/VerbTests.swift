import Foundation
import LosslessJSON
import TestSupport
import Testing

/// The commands over the task files, as programs see them.
@Suite struct VerbTests {
    private let home: EndToEndHome
    private let store = EndToEndHome.store

    init() throws {
        home = try EndToEndHome()
        for id in ["abc1", "abd2", "xyz3"] { try home.hook(EndToEndEvent.launched(id)) }
        try home.hook(EndToEndEvent.stop("xyz3", "Found it."))
    }

    @Test(arguments: ["list", "tasks"])
    func `a program gets the list as JSON`(_ command: String) throws {
        let list = try home.answer(command)
        #expect(list["total"] == 3)
        #expect(list["running"] == 2)
        #expect(list["completed"] == 1)
        let ids = list["tasks"]?.array?.compactMap { $0["id"]?.string }
        #expect(ids.map(Set.init) == ["abc1", "abd2", "xyz3"])
    }

    @Test func `the begin of an id is enough where it is the only one`() throws {
        #expect(try home.answer("status", "x")["id"] == "xyz3")
        #expect(try home.answer("output", "xy")["output"] == "Found it.")
        #expect(try home.answer("complete", "abc", "r")["taskId"] == "abc1")
        #expect(home.record("abc1")?["status"] == "completed")
        // A whole id counts, though others begin with it.
        try home.hook(EndToEndEvent.launched("xyz34"))
        #expect(try home.answer("status", "xyz3")["id"] == "xyz3")
    }

    @Test(arguments: [["status"], ["output"], ["complete"]])
    func `an ambiguous or unknown id is an error with exit 1`(_ command: [String]) throws {
        let rest = command == ["complete"] ? ["r"] : []
        for (id, words) in [
            ("ab", "Task id 'ab' is ambiguous: abc1, abd2"), ("nope", "Task not found: nope"),
            ("", "Task not found: "),
        ] {
            let outcome = try home.call(command + [id] + rest).run()
            #expect(outcome.exitCode == 1)
            #expect(try JSON.parse(outcome.output) == ["error": .string(words)])
            #expect(outcome.error.isEmpty)
        }
        #expect(home.view("active") == ["abc1", "abd2"])
    }

    @Test(arguments: [
        ["list", "--bogus"], ["list", "extra"], ["status"], ["status", "a", "b"], ["bogus"],
        ["list", "--store"], ["list", "--store", "nope"], ["complete", "abc1"],
        ["settings", "bogus"],
        ["notify", "explain", "--last", "0"], ["notify", "send"], ["install", "bogus"],
        ["notify", "send", "T", "--urgency", "loud"],
    ])
    func `words that can't be meant are one line on stderr and exit 64`(_ words: [String]) throws {
        let outcome = try home.call(words).run()
        #expect(outcome.exitCode == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorText.split(separator: "\n").count == 1, "\(outcome.errorText)")
        #expect(outcome.errorText.hasPrefix("ringback: "))
    }

    @Test(arguments: [
        ["hook", "--bogus"], ["hook", "--store", "nope"], ["hook", "--agent", "x"],
    ])
    func `a hook exits with 0 in silence whatever its words`(_ words: [String]) throws {
        let event = Array(EndToEndEvent.start("a9").text().utf8)
        let outcome = try home.call(words, input: .bytes(event)).run()
        #expect(outcome.isSilentSuccess)
        #expect(home.log.count == 1, "\(home.log)")
    }

    @Test func `without active json stuck tasks are dropped and living ones come back`() throws {
        let agent = try HookCall("sleep", ["600"], environment: ["PATH": "/bin"]).start()
        let gone = try HookCall("sleep", ["600"], environment: ["PATH": "/bin"]).start()
        try home.hook(EndToEndEvent.launched("live"), [], ["CLAUDE_PID": "\(agent.pid)"])
        try home.hook(EndToEndEvent.launched("dead"), [], ["CLAUDE_PID": "\(gone.pid)"])
        gone.reap()
        FileRemoval.remove(home.folder(store + "/active.json"))
        let list = try home.answer("list")
        #expect(list["running"] == 1)
        #expect(home.view("active") == ["live"])
        for id in ["dead", "abc1", "abd2"] {
            #expect(home.record(id)?["status"] == "failed")
            #expect(home.record(id)?["error"]?.string?.isEmpty == false)
        }
        #expect(home.faults() == [])
        try home.hook(EndToEndEvent.stop("live"))
        #expect(home.record("live")?["status"] == "completed")
    }

    @Test(arguments: ["completed", "failed"])
    func `a view of ended tasks that is missing or broken is made anew`(_ view: String) throws {
        try home.hook(EndToEndEvent.stop("abc1"))
        _ = try home.ringback("complete", "abd2", "", "boom")
        let path = "\(store)/\(view).json"
        FileRemoval.remove(home.folder(path))
        #expect(try home.answer("list")["total"] == 3)
        try home.folder.write("{\"version\":1,\"ta", to: path)
        #expect(try home.answer("list")["total"] == 3)
        #expect(home.faults() == [])
    }

    @Test func `without the folder the user starts clean, and what lives comes back`() throws {
        FileRemoval.remove(home.folder(store))
        #expect(try home.answer("list")["total"] == 0)
        try home.hook(EndToEndEvent.turnDone(prompt: "p2", background: ["abd2"]))
        #expect(home.ids() == ["abd2"])
        #expect(home.record("abd2")?["status"] == "running")
        try home.hook(EndToEndEvent.stop("abd2"))
        #expect(home.alerts.last?["task"] == "abd2")
    }

    @Test func `secrets of a task are never printed, and its files are the user's alone`() throws {
        try home.folder.write(
            #"{"id":"0a1b2c3d","type":"process","status":"running","command":"x","#
                + #""env_overrides":{"API_KEY":"hunter2"},"started_at":""}"#,
            to: "project/.octo/tasks/0a1b2c3d.json")
        let store = home.folder("project/.octo/tasks")
        for words in [
            ["list"], ["tasks", "--all"], ["status", "0a"], ["output", "0a"], ["cleanup"],
        ] {
            let outcome = try home.call(words + ["--store", store]).run()
            #expect(outcome.exitCode == 0)
            #expect(!outcome.text.contains("hunter2"), "\(words)")
        }
        _ = try home.call(["complete", "0a", "r", "--store", store]).run()
        let files = try FileManager.default.contentsOfDirectory(atPath: store)
        for file in files where file != "0a1b2c3d.json" {
            #expect(home.folder.text("project/.octo/tasks/" + file)?.contains("hunter2") == false)
        }
        #expect(home.folder.text("project/.octo/tasks/0a1b2c3d.json")?.contains("hunter2") == true)
        for file in files {
            let mode = try FileManager.default.attributesOfItem(atPath: store + "/" + file)
            #expect(mode[.posixPermissions] as? Int == 0o600, "\(file)")
        }
    }
}
