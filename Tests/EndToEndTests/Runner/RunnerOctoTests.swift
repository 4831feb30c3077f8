import Foundation
import LosslessJSON
import TestSupport
import Testing

/// Octo's commands over the tasks of a project.
@Suite struct RunnerOctoTests {
    private let home: RunnerHome

    init() throws {
        home = try RunnerHome(store: "project/.octo/tasks", work: "project")
        try home.home.folder.write("", to: "project/.octo/.keep")
    }

    @Test(arguments: [
        ("echo hi; echo err >&2", "completed", "hi\n\n[stderr]\nerr", ""),
        ("exit 3", "failed", "", "Exit code 3"), ("true", "completed", "(no output)", ""),
        ("echo out; echo bad >&2; exit 4", "failed", "out", "Exit code 4\nbad"),
        ("kill -9 $$", "failed", "", "Exit code -9"),
        ("printf '  x  \\n\\n'", "completed", "x", ""),
        ("cat", "completed", "(no output)", ""),
    ])
    func `the result and the error are as Octo had them`(
        _ command: String, status: String, result: String, error: String
    ) throws {
        let outcome = try home.run("bg", command)
        let id = try RunnerHome.id(in: outcome)
        #expect(outcome.text == "Background task dispatched: \(id)\n")
        let record = try home.ended(id)
        #expect(record["status"]?.string == status)
        #expect(record["result"]?.string == result)
        #expect(record["error"]?.string == error)
    }

    @Test func `a record has the fields and types that Octo reads`() throws {
        let id = try home.launch("--timeout", "90", "true")
        let record = try home.ended(id)
        #expect(id.count == 8)
        #expect(id.allSatisfy { $0.isHexDigit })
        #expect(record["type"] == "process")
        #expect(record["command"] == "true")
        #expect(record["cwd"]?.string == home.work)
        for name in ["prompt", "agent_name", "thread_id", "error", "paused_question", "paused_at"] {
            #expect(record[name] == "", "\(name)")
        }
        #expect(record["max_turns"] == 50)
        #expect(record["env_overrides"] == [:])
        #expect(record["timeout"] == 90)
        for name in ["created_at", "started_at", "completed_at"] {
            #expect(record[name]?.string?.hasSuffix("+00:00") == true, "\(name)")
        }
        let text = try #require(home.home.folder.text("\(home.store)/\(id).json"))
        #expect(text.hasPrefix("{\n  \"id\": \"\(id)\",\n"))
        #expect(text.hasSuffix("\n}\n"))
        #expect(record.object?.members.filter { $0.value == .null }.map(\.key) == [])
        for view in EndToEndHome.views {
            let bytes = try #require(home.home.folder.read("\(home.store)/\(view).json"))
            #expect(try JSON.parse(bytes).object != nil)
        }
    }

    @Test func `cancel says whether it did, and the second does not`() throws {
        let gate = try TaskGate(home)
        let id = try home.launch(gate.command)
        let first = try home.run("task", id, "cancel")
        #expect(first.text == "Task \(id) cancelled.\n")
        #expect(first.exitCode == 0)
        #expect(home.status(id) == "cancelled")
        let second = try home.run("task", id, "cancel")
        #expect(second.text == "Task \(id): not found or not cancellable.\n")
        #expect(second.exitCode == 1)
        let unknown = try home.run("task", "nope", "cancel")
        #expect(unknown.text == "Task nope: not found or not cancellable.\n")
    }

    @Test func `cancelling what waits frees no slot`() throws {
        try home.home.folder.write("BG_MAX_CONCURRENT=1\n", to: "project/.env")
        let gate = try TaskGate(home)
        let ids = try (0..<3).map { _ in try home.launch(gate.command) }
        try home.run("task", ids[1], "cancel")
        #expect(home.status(ids[1]) == "cancelled")
        #expect(home.status(ids[0]) == "running")
        #expect(home.status(ids[2]) == "pending")
        gate.open()
        #expect(try home.ended(ids[2])["status"] == "completed")
    }

    @Test func `three run at once unless the user says another number`() throws {
        let gate = try TaskGate(home)
        func statuses(_ count: Int, _ variables: [String: String] = [:]) throws -> [String] {
            let ids = try (0..<count).map { _ in
                try home.launch(gate.command, variables: variables)
            }
            return ids.compactMap { home.status($0) }
        }
        let running = Array(repeating: "running", count: 3)
        #expect(try statuses(5) == running + ["pending", "pending"])
        // A higher limit lets those start as well that wait already.
        #expect(try statuses(1, ["BG_MAX_CONCURRENT": "6"]) == ["running"])
        let list = try home.answer("list")
        #expect(list["running"] == 6)
    }

    @Test(arguments: ["env", "file"])
    func `a limit of 0 is refused`(_ place: String) throws {
        if place == "file" {
            try home.home.folder.write("BG_MAX_CONCURRENT=0\n", to: "project/.env")
        }
        let outcome = try home.run(
            "bg", "true", variables: place == "env" ? ["BG_MAX_CONCURRENT": "0"] : [:])
        #expect(outcome.exitCode != 0)
        let told = outcome.text + outcome.errorText
        #expect(told.contains("BG_MAX_CONCURRENT can't be"), "\(told)")
        #expect(home.home.ids(in: home.store) == [])
    }

    @Test(arguments: [
        (["cd . && claude -p hello"], ["--model", "opus 4", "-p", "hello"]),
        (["claude -p 'a b' | cat"], ["--model", "opus 4", "-p", "a b"]),
        (["claude", "-p", "a;b"], ["--model", "opus 4", "-p", "a;b"]),
        (["echo claude -p no; claude yes"], ["--model", "opus 4", "yes"]),
    ])
    func `the user's arguments reach Claude`(_ words: [String], given: [String]) throws {
        try home.install("agent", as: "claude")
        try home.home.folder.write(
            "ADDITIONAL_CLAUDE_ARGS=\"--model 'opus 4'\"\n", to: "project/.env")
        let outcome = try home.call(["bg"] + words, ["STANDIN_ARGV": home("argv")]).run()
        _ = try home.ended(try RunnerHome.id(in: outcome))
        let argv = try #require(home.home.folder.text("argv"))
        #expect(argv.split(separator: "\0").map(String.init) == given)
    }

    @Test func `secrets are in files of the user's own and in no answer`() throws {
        let secret = "s3cret-" + TestProcess.mark
        let gate = try TaskGate(home)
        let id = try home.launch(
            "--env", "KEY=\(secret)", "test -n \"$KEY\" && \(gate.command)")
        #expect(home.record(id)?["env_overrides"] == ["KEY": .string(secret)])
        #expect(Polling.until { home.pid("process", of: id) != nil })
        func answers() throws -> String {
            let calls = [
                ["list"], ["list", "--all"], ["status", id], ["task", id], ["output", id],
                ["status", id, "--json"],
            ]
            return try calls.map { try home.call($0).run() }.map { $0.text + $0.errorText }.joined()
        }
        #expect(try !answers().contains(secret))
        gate.open()
        let waited = try home.run("wait", id)
        #expect(!waited.text.contains(secret))
        #expect(home.status(id) == "completed")
        #expect(try !answers().contains(secret))
        let files = try FileManager.default.contentsOfDirectory(atPath: home(home.store))
        for file in files {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: home("\(home.store)/\(file)"))
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
        }
        #expect(!home.home.outbox.map { $0.text() }.joined().contains(secret))
    }

    @Test(arguments: [
        "a/b", "../x", ".hidden", "-x", "active", "ü", String(repeating: "a", count: 129),
    ])
    func `an id that can't be a file's name is refused`(_ id: String) throws {
        let outcome = try home.run("bg", "--id=\(id)", "true")
        #expect(outcome.exitCode != 0)
        #expect((outcome.text + outcome.errorText).contains("can't be an id"))
        #expect(try home.run("status", "--", id).exitCode == 1)
        #expect(home.home.ids(in: home.store) == [])
    }

    @Test func `a task whose machine was restarted, or whose number another has, has failed`()
        throws
    {
        let boot = try String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
            .trimmingCharacters(in: .newlines)
        let cases: [(String, Int, String, String)] = [
            ("a0000001", 1, boot, "Lost: its supervisor (process 1) is gone"),
            ("a0000002", 1, "other", "Lost: the machine was restarted"),
        ]
        for (id, start, boot, _) in cases {
            let task: JSON = [
                "id": .string(id), "type": "process", "status": "running", "command": "x",
                "source": "bg", "argv": ["x"], "created_at": "2026-01-01T00:00:00+00:00",
                "supervisor": ["pid": 1, "start": .integer(start), "boot": .string(boot)],
            ]
            try home.home.folder.write(task.bytes(.indented(2)), to: "\(home.store)/\(id).json")
        }
        _ = try home.answer("list")
        for (id, _, _, error) in cases {
            #expect(home.status(id) == "failed")
            #expect(home.record(id)?["error"]?.string == error)
        }
    }

    @Test func `an alert that can't be put down changes no status`() throws {
        try home.home.folder.write("", to: EndToEndHome.state + "/outbox")
        let id = try home.launch("true")
        #expect(try home.ended(id)["status"] == "completed")
        #expect(home.home.log.contains { $0.contains("an alert is lost") })
    }

    @Test func `a followup is given the old task's prompt, result and error`() throws {
        try home.install("agent", as: "claude")
        let old = try home.launch("printf '%09000d' 7; echo why >&2; exit 3")
        _ = try home.ended(old)
        let outcome = try home.run(
            "task", old, "followup", "and", "now?", variables: ["STANDIN_ARGV": home("argv")])
        let id = try RunnerHome.id(in: outcome)
        let record = try home.ended(id)
        #expect(record["type"] == "agent")
        #expect(record["follows"]?.string == old)
        let prompt = try #require(
            home.home.folder.text("argv")?.split(separator: "\0").last.map(String.init))
        #expect(prompt.contains("printf '%09000d' 7"))
        #expect(prompt.contains(String(repeating: "0", count: 7999) + "…\n"))
        #expect(!prompt.contains(String(repeating: "0", count: 8000)))
        #expect(prompt.contains("Exit code 3\nwhy"))
        #expect(prompt.hasSuffix("\nand now?"))
        #expect(record["prompt"]?.string == prompt)
    }
}
