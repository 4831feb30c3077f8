import Foundation
import LosslessJSON
import TestSupport
import Testing

/// The queue: how many run, which is next, and that each runs once.
@Suite struct RunnerQueueTests {
    private let home: RunnerHome

    init() throws { home = try RunnerHome() }

    private func limit(_ number: Int, _ more: String = "") throws {
        try home.home.folder.write(
            #"{"max_background_tasks": \#(number), \#(more) "ringback": {"grace_seconds": 1}}"#,
            to: ".claude/settings.json")
    }

    /// What a task does that proves by itself that no more than five run: it takes one of five
    /// slots, and notes that it has run.
    private func install() throws {
        try home.install("slot", as: "slot")
        try FileManager.default.createDirectory(
            atPath: home("slots"), withIntermediateDirectories: true)
    }

    private var ran: [String] {
        (home.home.folder.text("slots/ran") ?? "").split(separator: "\n").map(String.init)
    }

    private func launchMany(_ count: Int, from processes: Int) async throws {
        let home = home
        try await withThrowingTaskGroup(of: Void.self) { group in
            for launcher in 0..<processes {
                group.addTask {
                    try await onThread {
                        for number in 0..<count / processes {
                            let id = "t-\(launcher)-\(number)"
                            let outcome = try home.run(
                                "bg", "--id", id, "slot", home("slots"), id)
                            #expect(outcome.exitCode == 0, "\(outcome.text)\(outcome.errorText)")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `of 200 tasks launched by 20 processes at once five run, each once, in their order`()
        async throws
    {
        try install()
        try await launchMany(200, from: 20)
        let waited = try home.call(["wait", "--all", "--timeout", "40"]).run(seconds: 60)
        #expect(waited.exitCode == 0, "\(waited.errorText)")
        #expect(home.home.folder.text("slots/overflow") == nil)
        #expect(ran.count == 200)
        #expect(Set(ran).count == 200)
        let records = home.home.ids(in: home.store).compactMap { home.record($0) }
        #expect(records.count == 200)
        #expect(records.filter { $0["status"] != "completed" }.map { $0.text() } == [])
        // First come, first served.
        func times(_ name: String) -> [String] {
            records.sorted {
                ($0["queued_at"]?.string ?? "", $0["started_at"]?.string ?? "")
                    < ($1["queued_at"]?.string ?? "", $1["started_at"]?.string ?? "")
            }.compactMap { $0[name]?.string }
        }
        #expect(times("started_at") == times("started_at").sorted())
        #expect(
            Polling.until { home.home.faults().allSatisfy { $0.contains("stands in []") } })
        #expect(home.savedEnvironments == [])
        #expect(home.home.log == [])
        #expect(home.home.alertCounts == ["completed": 200])
    }

    @Test(arguments: [1, 2])
    func `tasks whose supervisors are killed at random end all the same, and the queue drains`(
        _ seed: UInt64
    ) async throws {
        try install()
        let home = home
        let reaper = Task {
            try await onThread {
                var random = SeededRandom(seed)
                var killed = 0
                while killed < 25, !FileManager.default.fileExists(atPath: home("stop")) {
                    let store = home(home.store)
                    let supervisors = TestProcess.all.filter {
                        $0.words.dropFirst().first == "supervise" && $0.words.contains(store)
                    }
                    guard let victim = supervisors.randomElement(using: &random) else {
                        poll(nil, 0, 2)
                        continue
                    }
                    var victims = [victim.pid]
                    // Guard and worker at once, now and then.
                    if Int.random(in: 0..<3, using: &random) == 0 {
                        victims += TestProcess.children(of: victim.pid)
                            .filter { $0.words.dropFirst().first == "supervise" }.map(\.pid)
                    }
                    for pid in victims { kill(pid_t(pid), SIGKILL) }
                    killed += 1
                    poll(nil, 0, CInt.random(in: 5...40, using: &random))
                }
            }
        }
        try await launchMany(100, from: 10)
        let waited = try home.call(["wait", "--all", "--timeout", "40"]).run(seconds: 60)
        try home.home.folder.write("", to: "stop")
        try await reaper.value
        #expect(waited.exitCode != 124, "\(waited.text.prefix(300))")
        // The next look, in case the last was killed with nobody behind it.
        let last = try home.call(["wait", "--all", "--timeout", "20"]).run(seconds: 60)
        #expect(last.exitCode != 124, "\(last.text.prefix(300))")
        let records = home.home.ids(in: home.store).compactMap { home.record($0) }
        #expect(records.count == 100)
        for record in records {
            switch record["status"]?.string {
            case "completed": #expect(ran.contains(record["id"]?.string ?? ""))
            case "failed":
                // Before it has become its program, a task looks like the worker that bore it.
                let error = record["error"]?.string ?? ""
                #expect(
                    error.hasPrefix("Lost: ") || error == "Exit code -9", "\(record.text())")
            default: Issue.record("\(record.text())")
            }
        }
        #expect(Set(ran).count == ran.count)
        #expect(home.home.folder.text("slots/overflow") == nil)
        let alerts = home.home.alertCounts
        #expect((alerts["completed"] ?? 0) + (alerts["failed"] ?? 0) == 100, "\(alerts)")
        #expect(
            Polling.until { home.home.faults().allSatisfy { $0.contains("stands in []") } })
        #expect(Polling.until { home.savedEnvironments == [] })
    }

    @Test(arguments: ["Stop", "SubagentStart", "list", "wait", "bg"])
    func `a limit that is raised lets the waiting start at the next event`(_ event: String) throws {
        try limit(1)
        let gate = try TaskGate(home)
        let ids = try (0..<3).map { _ in try home.launch(gate.command) }
        #expect(ids.map { home.status($0) } == ["running", "pending", "pending"])
        try limit(5)
        switch event {
        case "Stop": try home.home.hook(EndToEndEvent.turnDone())
        case "SubagentStart": try home.home.hook(EndToEndEvent.start("a1"))
        case "list": try home.run("list")
        case "wait": try home.run("wait", ids[0], "--timeout", "0.01")
        default: _ = try home.launch("true")
        }
        #expect(ids.map { home.status($0) } == Array(repeating: "running", count: 3))
    }

    @Test(arguments: [
        ["bg", "true"], ["launch", "d", "p", "explorer", "main"],
        ["agent", "--with", "droid", "p"],
    ])
    func `where nothing may run in the background a launch is refused`(_ words: [String]) throws {
        try home.install("agent", as: "droid")
        try home.home.folder.write(
            #"{"sisyphus": {"background_execution": false}}"#, to: ".claude/settings.json")
        let outcome = try home.call(words).run()
        #expect(outcome.exitCode == 1)
        let told = outcome.text + outcome.errorText
        #expect(told.contains("background_execution is false"), "\(told)")
        #expect(home.home.ids() == [])
        #expect(home.home.ids(in: EndToEndHome.droidStore) == [])
    }

    @Test func `a task that follows another starts when that has completed`() throws {
        let gate = try TaskGate(home)
        let first = try home.launch("--id", "first", gate.command)
        let second = try home.launch("--after", first, "--id", "second", "true")
        let third = try home.launch("--after", "first", "--after", second, "--id", "third", "true")
        #expect(home.status(second) == "pending")
        gate.open()
        #expect(try home.ended(third)["status"] == "completed")
        let ends = ["first", "second", "third"].map {
            home.record($0)?["completed_at"]?.string ?? ""
        }
        #expect(ends == ends.sorted())
        // One that has completed already is no reason to wait.
        #expect(try home.ended(try home.launch("--after", first, "true"))["status"] == "completed")
    }

    @Test(arguments: ["exit 1", "cancel"])
    func `a task that follows one that does not complete fails, and so do those behind it`(
        _ how: String
    ) throws {
        let gate = try TaskGate(home)
        let first = try home.launch("--id", "first", "\(gate.command); exit 1")
        let second = try home.launch("--after", first, "--id", "second", "touch ran")
        let third = try home.launch("--after", second, "--id", "third", "touch ran")
        if how == "cancel" { try home.run("cancel", first) }
        gate.open()
        let why = how == "cancel" ? "was cancelled" : "failed"
        #expect(
            try home.ended(second)["error"]?.string
                == "Not started: task 'first', which it was to follow, \(why)")
        #expect(
            try home.ended(third)["error"]?.string
                == "Not started: task 'second', which it was to follow, failed")
        #expect(home.home.folder.read("work/ran") == nil)
        #expect(home.savedEnvironments == [])
    }

    @Test(arguments: [
        (["--id", "me", "--after", "me"], "task 'me' would wait for itself"),
        (["--after", "nope"], "Task not found: nope"),
        (["--after", "done"], "task 'done', which it is to follow, has failed"),
        (["--id", "done"], "the id 'done' is taken (see 'ringback status done')"),
    ])
    func `what can't be waited for is refused in one line`(
        _ options: [String], told: String
    ) throws {
        let done = try home.launch("--id", "done", "exit 1")
        _ = try home.ended(done)
        let outcome = try home.call(["bg"] + options + ["true"]).run()
        #expect(outcome.exitCode == 1)
        #expect(
            outcome.text + outcome.errorText == "ringback: \(told)\n"
                || outcome.text == #"{"error":"\#(told)"}"# + "\n",
            "\(outcome.text)\(outcome.errorText)")
        #expect(home.home.ids() == ["done"])
        #expect(home.savedEnvironments == [])
    }

    @Test
    func `a task that waits is no process, and keeps the environment and folder of its launch`()
        throws
    {
        try limit(1)
        let gate = try TaskGate(home)
        try home.home.folder.write("", to: "else where/.keep")
        try home.install("mine", as: "special/mine")
        let first = try home.launch(gate.command)
        let id = try home.launch(
            "mine", "a  b", in: home("else where"),
            variables: [
                "PATH": home("bin/special") + ":/usr/bin:/bin", "KEY": "x\ny=z ", "LANG": "C.UTF-8",
                "CLAUDECODE": "1", "CLAUDE_CODE_MESSAGING_TOKEN": "t",
                "CLAUDE_CODE_CHILD_SESSION": "1", "CLAUDE_PROJECT_DIR": "/p",
                "RINGBACK_TASK_ID": "outer", "EMPTY": "",
            ])
        #expect(home.status(id) == "pending")
        #expect(home.record(id)?["supervisor"] == nil)
        #expect(home.record(id)?["parent_task_id"] == "outer")
        #expect(TestProcess.all.filter { $0.words.contains(id) }.map(\.words) == [])
        // That of the first goes when it has begun.
        #expect(Polling.until { home.savedEnvironments.count == 1 })
        let file = try #require(home.savedEnvironments.first)
        let attributes = try FileManager.default.attributesOfItem(
            atPath: home("\(EndToEndHome.state)/environments/\(file)"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        gate.open()
        _ = try home.ended(first)
        let record = try home.ended(id)
        #expect(record["status"] == "completed", "\(record.text())")
        let told = (home.output(id) ?? "").split(separator: "\0", omittingEmptySubsequences: false)
            .map(String.init)
        #expect(told.first == "a  b")
        #expect(told.dropFirst().first == home("else where"))
        #expect(told.contains("KEY=x\ny=z "))
        #expect(told.contains("LANG=C.UTF-8"))
        #expect(told.contains("EMPTY="))
        #expect(told.contains("PATH=\(home("bin/special")):/usr/bin:/bin"))
        #expect(told.contains("RINGBACK_TASK_ID=\(id)"))
        #expect(told.contains("RINGBACK_STORE=\(home(home.store))"))
        #expect(told.contains("PWD=\(home("else where"))"))
        #expect(told.filter { $0.hasPrefix("CLAUDE") } == [])
        #expect(home.savedEnvironments == [])
    }

    @Test func `environments that a killed launch or supervisor has left go, those of others stay`()
        throws
    {
        try limit(1)
        let gate = try TaskGate(home)
        _ = try home.launch(gate.command)
        let waiting = try home.launch("--id", "waiting", "echo $KEY", variables: ["KEY": "kept"])
        #expect(Polling.until { home.savedEnvironments.count == 1 })
        let saved = try #require(home.savedEnvironments.first)
        #expect(saved.hasSuffix("-waiting"))
        let folder = EndToEndHome.state + "/environments"
        let ended = try home.launch("--id", "ended", "true")
        try home.run("cancel", ended)
        for id in ["never", "ended"] {
            try home.home.folder.write(
                "SECRET=1", to: "\(folder)/" + saved.replacingOccurrences(of: "waiting", with: id))
        }
        try home.home.folder.write("", to: "\(folder)/another-store")
        for name in home.savedEnvironments {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -120)],
                ofItemAtPath: home("\(folder)/\(name)"))
        }
        try? FileManager.default.removeItem(atPath: home(home.store + "/.swept"))
        try home.run("supervise", "--store", home(home.store))
        #expect(Set(home.savedEnvironments) == [saved, "another-store"])
        gate.open()
        #expect(try home.ended(waiting)["result"] == "kept")
    }
}
