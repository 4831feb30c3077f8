import Foundation
import LosslessJSON
import TestSupport
import Testing

/// The commands over tasks that run.
@Suite struct RunnerVerbTests {
    private let home: RunnerHome

    init() throws { home = try RunnerHome() }

    @Test(arguments: [
        ("true", 0), ("exit 7", 7), ("kill -9 $$", 137), ("exit 255", 255),
    ])
    func `wait exits as the task did`(_ command: String, code: CInt) throws {
        let id = try home.launch(command)
        #expect(try home.run("wait", id).exitCode == code)
        // Once more, now that it has ended.
        let again = try home.run("wait", id)
        #expect(again.exitCode == code)
        #expect(again.seconds < 1)
    }

    @Test func `wait tells of several, with the first that did not complete`() throws {
        let gate = try TaskGate(home)
        let ids = [
            try home.launch("true"), try home.launch("exit 3"), try home.launch("exit 4"),
            try home.launch(gate.command),
        ]
        #expect(try home.call(["wait"] + ids.prefix(3)).run().exitCode == 3)
        #expect(try home.run("wait", ids[2], ids[1]).exitCode == 4)
        try home.run("cancel", ids[3])
        #expect(try home.run("wait", ids[3]).exitCode == 130)
        #expect(try home.run("wait", "--all").exitCode == 0)
        let unknown = try home.run("wait", "nope")
        #expect(unknown.exitCode == 1)
        #expect(unknown.text == #"{"error":"Task not found: nope"}"# + "\n")
        #expect(try home.run("wait").exitCode == 64)
    }

    @Test func `wait gives up when its time is over`() throws {
        let gate = try TaskGate(home)
        let id = try home.launch(gate.command)
        let outcome = try home.run("wait", id, "--timeout", "0.2")
        #expect(outcome.exitCode == 124)
        #expect(outcome.seconds < 2)
        let answer = try JSON.parse(outcome.output)
        #expect(answer["ended"] == false)
        #expect(answer["tasks"]?.array?.first?["status"] == "running")
    }

    @Test func `wait for any returns when the first has ended`() throws {
        let gate = try TaskGate(home)
        let other = try TaskGate(home, "other")
        let ids = [try home.launch(gate.command), try home.launch("\(other.command); exit 6")]
        let waiting = try home.call(["wait", "--any"] + ids).start()
        #expect(Polling.until { TestProcess.sleeps(Int(waiting.pid)) ?? 0 > 0 })
        other.open()
        #expect(waiting.outcome().exitCode == 6)
        #expect(home.status(ids[0]) == "running")
    }

    @Test func `wait and the supervisor sleep until something happens`() throws {
        let gate = try TaskGate(home)
        let id = try home.launch("echo a; \(gate.command); echo b")
        #expect(Polling.until { home.output(id) == "a\n" })
        let waiting = try home.call(["wait", id]).start()
        let following = try home.call(["output", "--follow", id]).start()
        let guardian = try #require(home.pid("supervisor", of: id))
        let worker = try #require(TestProcess.children(of: guardian).first?.pid)
        let all = [Int(waiting.pid), Int(following.pid), guardian, worker]
        func sleeps() -> [Int] { all.compactMap { TestProcess.sleeps($0) } }
        // They have come to rest when none has done anything for a while.
        #expect(
            Polling.until {
                let before = sleeps()
                poll(nil, 0, 100)
                return before == sleeps()
            })
        let before = sleeps()
        poll(nil, 0, 400)
        #expect(sleeps() == before)
        #expect(before.count == 4)
        gate.open()
        let outcome = waiting.outcome()
        #expect(outcome.exitCode == 0)
        #expect(following.outcome().text == "a\nb\n")
    }

    @Test func `wait wakes soon after the end`() throws {
        let gate = try TaskGate(home)
        let id = try home.launch(gate.command)
        let waiting = try home.call(["wait", id]).start()
        #expect(Polling.until { TestProcess.sleeps(Int(waiting.pid)) ?? 0 > 0 })
        let begin = ContinuousClock.now
        gate.open()
        #expect(waiting.outcome().exitCode == 0)
        #expect(ContinuousClock.now - begin < .seconds(1))
    }

    @Test func `follow shows a waiting task's output from its first to its last word`() throws {
        try home.home.folder.write(#"{"max_background_tasks": 1}"#, to: ".claude/settings.json")
        let gate = try TaskGate(home)
        let first = try home.launch(gate.command)
        let id = try home.launch("for i in 1 2 3 4 5; do echo $i; done; printf last; exit 9")
        let following = try home.call(["output", "--follow", id]).start()
        #expect(Polling.until { TestProcess.sleeps(Int(following.pid)) ?? 0 > 0 })
        #expect(home.status(id) == "pending")
        gate.open()
        let outcome = following.outcome()
        #expect(outcome.text == "1\n2\n3\n4\n5\nlast")
        #expect(outcome.exitCode == 9)
        _ = try home.ended(first)
        // Of one that has ended it shows what there is.
        let again = try home.run("output", id, "--follow")
        #expect(again.text == outcome.text)
        #expect(again.exitCode == 9)
    }

    @Test func `follow shows large output whole`() throws {
        let id = try home.launch("seq 1 200000")
        let outcome = try home.run("output", "--follow", id)
        #expect(outcome.text == (1...200_000).map { "\($0)\n" }.joined())
    }

    @Test func `a launch that waits shows the output and exits with its code`() throws {
        let outcome = try home.run("bg", "--wait", "echo out; echo err >&2; exit 5")
        #expect(outcome.exitCode == 5)
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.first?.hasPrefix("Background task dispatched: ") == true)
        #expect(Set(lines.dropFirst()) == ["out", "err"])
    }

    @Test func `cancel --all ends all that wait and run, and starts none of them`() throws {
        try home.home.folder.write(
            #"{"max_background_tasks": 2, "ringback": {"grace_seconds": 1}}"#,
            to: ".claude/settings.json")
        let gate = try TaskGate(home)
        let ids = try (0..<6).map { number in
            try home.launch("touch ran\(number); \(gate.command)")
        }
        let answer = try home.answer("cancel", "--all")
        #expect(answer["cancelled"]?.array?.compactMap(\.string).sorted() == ids.sorted())
        #expect(ids.map { home.status($0) } == Array(repeating: "cancelled", count: 6))
        for number in 2..<6 { #expect(home.home.folder.read("work/ran\(number)") == nil) }
        #expect(home.savedEnvironments == [])
        #expect(try home.answer("cancel", "--all")["cancelled"] == [])
    }

    @Test func `a task is done again as it was, and says of which it is`() throws {
        try home.home.folder.write("", to: "there/.keep")
        let old = try home.launch(
            "--name", "Mine", "--env", "KEY=v 1", "--timeout", "50",
            "echo $KEY; pwd; test -e ok", in: home("there"))
        #expect(try home.ended(old)["status"] == "failed")
        try home.home.folder.write("", to: "there/ok")
        let id = try home.launch("retry", old)
        let record = try home.ended(id)
        #expect(record["status"] == "completed")
        #expect(record["retry_of"]?.string == old)
        #expect(record["description"] == "Mine")
        #expect(record["timeout"] == 50)
        #expect(record["result"]?.string == "v 1\n" + home("there"))
        let gate = try TaskGate(home)
        let running = try home.launch(gate.command)
        let refused = try home.run("retry", running)
        #expect(refused.exitCode == 1)
        #expect(refused.text.contains("is running; cancel it first"))
    }

    @Test func `what is removed is gone with its output, what runs is not`() throws {
        let gate = try TaskGate(home)
        let ids = [try home.launch("echo a"), try home.launch("exit 1")]
        for id in ids { _ = try home.ended(id) }
        let running = try home.launch(gate.command)
        let refused = try home.run("remove", running)
        #expect(refused.exitCode == 1)
        #expect(refused.text.contains("cancel it first"))
        #expect(
            try home.answer("remove", ids[0], ids[1]) == ["removed": .array(ids.map(JSON.string))])
        #expect(home.home.ids() == [running])
        #expect(home.output(ids[0]) == nil)
        #expect(Polling.until { home.home.faults() == [] })
        #expect(try home.run("status", ids[0]).exitCode == 1)
    }

    private func age(_ id: String, days: Double) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -days * 86400)],
            ofItemAtPath: home("\(home.store)/\(id).json"))
    }

    @Test func `clean removes what ended longer ago than it is told`() throws {
        let gate = try TaskGate(home)
        let running = try home.launch(gate.command)
        let ids = try (0..<3).map { _ in try home.launch("true") }
        for id in ids { _ = try home.ended(id) }
        for (number, id) in ids.enumerated() { try age(id, days: Double(number) * 3) }
        try age(running, days: 99)
        #expect(try home.answer("clean", "--older-than", "4d")["removed"] == [.string(ids[2])])
        #expect(try home.answer("clean", "--older-than", "2d")["removed"] == [.string(ids[1])])
        #expect(home.home.ids() == [ids[0], running].sorted())
        #expect(Polling.until { home.home.faults() == [] })
    }

    @Test func `what is too old or too much goes by itself`() throws {
        try home.home.folder.write(
            #"{"ringback": {"retention": {"days": 5, "tasks": 3}}}"#, to: ".claude/settings.json")
        let ids = try (0..<6).map { number in
            let id = try home.launch("true")
            _ = try home.ended(id)
            return id
        }
        for (number, id) in ids.enumerated() {
            try age(id, days: number == 5 ? 6 : Double(number) * 0.1)
        }
        // The supervisors look for what is old when they leave.
        #expect(Polling.until { home.supervisors == [] })
        try? FileManager.default.removeItem(atPath: home(home.store + "/.swept"))
        let last = try home.launch("true")
        _ = try home.ended(last)
        #expect(Polling.until { home.home.ids().count == 3 })
        #expect(home.home.ids() == [last, ids[0], ids[1]].sorted())
        #expect(Polling.until { home.home.faults() == [] })
    }

    @Test func `task shows what is known of it and what it wrote`() throws {
        let id = try home.launch("echo words; exit 2")
        _ = try home.ended(id)
        let answer = try home.answer("task", id)
        #expect(answer["output"] == "words\n")
        #expect(answer["exit_code"] == 2)
        #expect(answer["status"] == "failed")
        let unknown = try home.run("task", "nope")
        #expect(unknown.text == #"{"error":"Task not found: nope"}"# + "\n")
        let verb = try home.run("task", id, "cancle")
        #expect(verb.exitCode == 64)
        #expect(verb.errorText.contains("cancel"))
    }

    @Test func `ids can be shortened where they are the only ones`() throws {
        for id in ["build-1", "build-2", "test-1"] {
            _ = try home.ended(try home.launch("--id", id, "true"))
        }
        #expect(try home.answer("status", "te")["id"] == "test-1")
        let ambiguous = try home.run("status", "build")
        #expect(ambiguous.exitCode == 1)
        #expect(
            ambiguous.text
                == #"{"error":"Task id 'build' is ambiguous: build-1, build-2"}"# + "\n")
    }

    @Test func `a task finds itself by its id and store`() throws {
        let ringback = try EndToEndBinary.path()
        let id = try home.launch(
            "--store", home("stores/mine"), "--id", "self",
            "\(ringback) status $RINGBACK_TASK_ID; \(ringback) complete $RINGBACK_TASK_ID said")
        #expect(id == "self")
        _ = try home.run("wait", id, "--store", home("stores/mine"))
        #expect(
            Polling.until {
                home.home.record(id, in: "stores/mine")?["exit_code"] == 0
            })
        let record = try #require(home.home.record(id, in: "stores/mine"))
        #expect(record["status"] == "completed")
        #expect(record["result"] == "said")
        let output = try #require(home.home.folder.text("stores/mine/self.out"))
        let shown = try JSON.parse(Array(output.split(separator: "\n")[0].utf8))
        #expect(shown["status"] == "running")
        #expect(home.home.ids() == [])
    }

    @Test func `what is said to be over from outside is stopped`() throws {
        let id = try home.launch("sleep 1000")
        #expect(Polling.until { home.pid("process", of: id) != nil })
        let pid = try #require(home.pid("process", of: id))
        let supervisor = try #require(home.pid("supervisor", of: id))
        #expect(try home.answer("complete", id, "enough")["status"] == "completed")
        #expect(Polling.until { TestProcess(pid) == nil && TestProcess(supervisor) == nil })
        #expect(home.status(id) == "completed")
        #expect(home.record(id)?["result"] == "enough")
        #expect(home.record(id)?["error"] == nil)
        #expect(home.home.alertCounts == ["completed": 1])
    }
}
