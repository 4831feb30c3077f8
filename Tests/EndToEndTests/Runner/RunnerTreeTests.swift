import Foundation
import LosslessJSON
import TestSupport
import Testing

/// What becomes of all the processes of a task, however it ends and whoever is killed.
@Suite struct RunnerTreeTests {
    private let home: RunnerHome
    private let mark = TestProcess.mark

    init() throws {
        home = try RunnerHome()
        try home.install("tree", as: "tree")
    }

    private var left: [[String]] { TestProcess.all(marked: mark).map(\.words) }

    /// A task that has left its tree, and lives on itself, deaf to SIGTERM.
    private func launch(_ options: String...) throws -> (id: String, guardian: Int, worker: Int) {
        let line = "tree \(mark); trap '' TERM; while :; do sleep 1000 0.6\(mark); done"
        let outcome = try home.call(["bg"] + options + [line]).run()
        let id = try RunnerHome.id(in: outcome)
        try #require(
            Polling.until {
                let all = TestProcess.all(marked: mark)
                return all.count == 6 && all.allSatisfy { $0.words.last != mark }
            })
        let guardian = try #require(home.pid("supervisor", of: id))
        let worker = try #require(TestProcess.children(of: guardian).first?.pid)
        return (id, guardian, worker)
    }

    @Test func `a cancelled task is gone with its tree when the command answers`() throws {
        let task = try launch()
        let outcome = try home.run("cancel", task.id)
        #expect(outcome.text == "Task \(task.id) cancelled.\n")
        #expect(left == [])
        let record = try #require(home.record(task.id))
        #expect(record["status"] == "cancelled")
        #expect(record["error"] == "Cancelled")
        #expect(outcome.seconds > 0.9)
        #expect(outcome.seconds < 4)
        #expect(home.home.alertCounts == [:])
    }

    @Test func `a supervisor that hangs is no reason for a task to stay`() throws {
        let task = try launch()
        for pid in [task.worker, task.guardian] { kill(pid_t(pid), SIGSTOP) }
        let outcome = try home.run("cancel", task.id)
        #expect(outcome.text == "Task \(task.id) cancelled.\n")
        #expect(home.status(task.id) == "cancelled")
        #expect(Polling.until { left == [] }, "\(left)")
        #expect(Polling.until { TestProcess(task.worker) == nil })
        #expect(Polling.until { TestProcess(task.guardian) == nil })
    }

    @Test func `a task whose time is over is gone with its tree`() throws {
        let task = try launch("--timeout", "1")
        let record = try home.ended(task.id)
        #expect(record["status"] == "failed")
        #expect(record["error"] == "Timed out after 1s")
        #expect(left == [])
        #expect(home.home.alertCounts == ["failed": 1])
    }

    @Test func `what hears SIGTERM is not killed`() throws {
        let id = try home.launch("trap 'echo bye; exit 5' TERM; echo up; sleep 1000 & wait")
        #expect(Polling.until { home.output(id) == "up\n" })
        try home.run("cancel", id)
        let record = try #require(home.record(id))
        #expect(record["status"] == "cancelled")
        #expect(record["exit_code"] == 5)
        #expect(home.output(id) == "up\nbye\n")
    }

    @Test(arguments: ["guard", "worker"])
    func `when half of its supervisor is killed a task fails and its tree goes`(
        _ half: String
    ) throws {
        let task = try launch()
        kill(pid_t(half == "guard" ? task.guardian : task.worker), SIGKILL)
        // Nobody looks: the other half does it.
        #expect(Polling.until { home.status(task.id) == "failed" && left == [] }, "\(left)")
        #expect(home.record(task.id)?["error"]?.string?.hasPrefix("Lost: ") == true)
        #expect(home.home.alertCounts == ["failed": 1])
        #expect(Polling.until { TestProcess(task.guardian) == nil })
        #expect(Polling.until { TestProcess(task.worker) == nil })
    }

    @Test(arguments: [["list"], ["wait", "--all"], ["bg", "true"]])
    func `when a supervisor is killed whole the next look ends the task and its tree`(
        _ look: [String]
    ) throws {
        let task = try launch()
        kill(pid_t(task.guardian), SIGSTOP)
        kill(pid_t(task.worker), SIGKILL)
        kill(pid_t(task.guardian), SIGKILL)
        #expect(Polling.until { TestProcess(task.guardian) == nil })
        _ = try home.call(look).run()
        #expect(home.status(task.id) == "failed")
        let error = home.record(task.id)?["error"]?.string
        #expect(error == "Lost: its supervisor (process \(task.guardian)) is gone")
        #expect(Polling.until { left == [] }, "\(left)")
        #expect(home.home.alertCounts["failed"] == 1)
    }

    @Test func `a task that waits behind a killed supervisor starts at the next look`() throws {
        try home.home.folder.write(#"{"max_background_tasks": 1}"#, to: ".claude/settings.json")
        let gate = try TaskGate(home)
        let first = try home.launch(gate.command)
        let second = try home.launch("true")
        let waiting = try home.call(["wait", second, "--timeout", "20"]).start()
        let guardian = try #require(home.pid("supervisor", of: first))
        let worker = try #require(TestProcess.children(of: guardian).first?.pid)
        kill(pid_t(guardian), SIGSTOP)
        kill(pid_t(worker), SIGKILL)
        kill(pid_t(guardian), SIGKILL)
        // Whoever waits for the second looks by himself when the first is gone.
        let outcome = waiting.outcome(seconds: 25)
        #expect(outcome.exitCode == 0)
        #expect(outcome.seconds < 15)
        #expect(home.status(second) == "completed")
        #expect(home.status(first) == "failed")
    }

    @Test func `what a task leaves behind is stopped when it has ended by itself`() throws {
        let id = try home.launch("tree \(mark); sleep 1000 0.6\(mark) & echo through; exit 3")
        let record = try home.ended(id)
        #expect(record["exit_code"] == 3)
        #expect(record["result"] == "through")
        #expect(record["error"] == "Exit code 3")
        #expect(Polling.until { left == [] }, "\(left)")
    }

    @Test func `a task ends when its program does, though others hold its output`() throws {
        let id = try home.launch("(trap '' TERM; sleep 1000 0.6\(mark)) & echo a")
        let begin = ContinuousClock.now
        let record = try home.ended(id)
        #expect(record["status"] == "completed")
        #expect(record["result"] == "a")
        #expect(ContinuousClock.now - begin < .seconds(2))
        #expect(Polling.until { left == [] })
    }

    @Test(arguments: ["end", "cancel", "kill"])
    func `a task that was launched within another one outlives it`(_ how: String) throws {
        let gate = try TaskGate(home)
        let inner = try TaskGate(home, "inner")
        let ringback = try EndToEndBinary.path()
        let id = try home.launch(
            "--id", "outer",
            "\(ringback) bg --id inner '\(inner.command); echo $RINGBACK_TASK_ID'; \(gate.command)")
        #expect(Polling.until { home.pid("process", of: "inner") != nil })
        #expect(home.record("inner")?["parent_task_id"] == "outer")
        switch how {
        case "end": gate.open()
        case "cancel": try home.run("cancel", id)
        default:
            let guardian = try #require(home.pid("supervisor", of: id))
            let worker = try #require(
                TestProcess.children(of: guardian).first { $0.words.contains("outer") }?.pid)
            kill(pid_t(guardian), SIGSTOP)
            kill(pid_t(worker), SIGKILL)
            kill(pid_t(guardian), SIGKILL)
            #expect(Polling.until { TestProcess(guardian) == nil })
            _ = try home.launch("true")
        }
        let outer = try home.ended(id)
        #expect(
            outer["status"]
                == (how == "end" ? "completed" : how == "cancel" ? "cancelled" : "failed"))
        // What is left of a killed one is looked for by a process of its own.
        #expect(Polling.until { housekeepers.isEmpty })
        inner.open()
        let record = try home.ended("inner")
        #expect(record["status"] == "completed", "\(record.text())")
        #expect(record["result"] == "inner")
    }

    private var housekeepers: [[String]] {
        TestProcess.all.map(\.words).filter {
            $0.dropFirst() == ["supervise", "--store", home(home.store)]
        }
    }

    @Test func `a supervisor that is told to end stops its task and starts no other`() throws {
        try home.home.folder.write(
            #"{"max_background_tasks": 1, "ringback": {"grace_seconds": 1}}"#,
            to: ".claude/settings.json")
        let task = try launch()
        let next = try home.launch("true")
        kill(pid_t(task.guardian), SIGTERM)
        #expect(Polling.until { TestProcess(task.guardian) == nil })
        #expect(left == [])
        #expect(
            home.record(task.id)?["error"] == "Stopped: its supervisor was told to end")
        #expect(home.status(next) == "pending")
        #expect(try home.ended(next)["status"] == "completed")
    }

    /// A record of a task that runs, by a process.
    private func write(_ id: String, pid: Int, start: Int, boot: String) throws {
        let task: JSON = [
            "id": .string(id), "type": "process", "status": "running", "source": "bg",
            "command": "x", "argv": ["x"], "background": true,
            "created_at": "2026-01-01T00:00:00.000Z", "started_at": "2026-01-01T00:00:00.000Z",
            "supervisor": [
                "pid": .integer(pid), "start": .integer(start), "boot": .string(boot),
            ],
        ]
        try home.home.folder.write(task.bytes(), to: "\(home.store)/\(id).json")
    }

    @Test func `a zombie, a number that another has, another boot: none is taken for alive`() throws
    {
        let boot = try String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
            .trimmingCharacters(in: .newlines)
        let zombie = try HookCall("/bin/sleep", ["1000"], environment: [:]).start()
        let stat = try String(contentsOfFile: "/proc/\(zombie.pid)/stat", encoding: .utf8)
        let start = try #require(Int(stat.split(separator: " ")[21]))
        zombie.killWithoutReaping()
        let alive = try HookCall("/bin/sleep", ["1000"], environment: [:]).start()
        let living = try String(contentsOfFile: "/proc/\(alive.pid)/stat", encoding: .utf8)
        let begin = try #require(Int(living.split(separator: " ")[21]))
        try write("zombie", pid: Int(zombie.pid), start: start, boot: boot)
        try write("reused", pid: Int(alive.pid), start: begin - 1, boot: boot)
        try write("before", pid: Int(alive.pid), start: begin, boot: "other")
        try write("living", pid: Int(alive.pid), start: begin, boot: boot)
        _ = try home.answer("list")
        #expect(home.status("living") == "running")
        for id in ["zombie", "reused", "before"] {
            #expect(home.status(id) == "failed", "\(id)")
            #expect(home.record(id)?["error"]?.string?.hasPrefix("Lost: ") == true)
        }
        // Also one that stands in no list: nobody waits for it, and nobody turns in circles.
        try write("late", pid: Int(alive.pid), start: begin, boot: "other")
        #expect(try home.run("wait", "late", "--timeout", "5").exitCode == 1)
        try write("later", pid: Int(alive.pid), start: begin, boot: "other")
        #expect(try home.run("output", "later", "--follow").exitCode == 1)
        // Nobody is killed for the number that he has.
        #expect(TestProcess(Int(alive.pid)) != nil)
        for id in ["zombie", "reused", "before"] { try home.run("cancel", id) }
        #expect(TestProcess(Int(alive.pid)) != nil)
        withExtendedLifetime((zombie, alive)) {}
    }
}
