import Foundation
import LosslessJSON
import TestSupport
import Testing

/// What a supervisor takes from its task: its output, its end, and what it took.
@Suite struct RunnerSupervisorTests {
    private let home: RunnerHome

    init() throws { home = try RunnerHome() }

    @Test func `output stands in the file as it comes`() throws {
        let gates = try (0..<2).map { try TaskGate(home, "gate\($0)") }
        let id = try home.launch(
            "printf one; \(gates[0].command); printf two >&2; \(gates[1].command); printf three")
        #expect(Polling.until { home.output(id) == "one" })
        gates[0].open()
        #expect(Polling.until { home.output(id) == "onetwo" })
        #expect(home.status(id) == "running")
        gates[1].open()
        _ = try home.ended(id)
        #expect(home.output(id) == "onetwothree")
    }

    @Test func `output that is not UTF-8 is kept byte for byte`() throws {
        let id = try home.launch(#"printf 'a\377\000\033[31m\n\360\237'"#)
        let record = try home.ended(id)
        let bytes: [UInt8] = [0x61, 0xFF, 0, 0x1B, 0x5B, 0x33, 0x31, 0x6D, 0x0A, 0xF0, 0x9F]
        #expect(home.home.folder.read("\(home.store)/\(id).out") == bytes)
        #expect(record["status"] == "completed")
        #expect(record["result"]?.string?.hasPrefix("a\u{FFFD}\0\u{1B}[31m\n\u{FFFD}") == true)
        #expect(try home.answer("output", id)["output"]?.string?.hasPrefix("a\u{FFFD}") == true)
    }

    @Test func `of more output than the limit the beginning is kept, and the end`() throws {
        try home.home.folder.write(
            #"{"ringback": {"output_limit": 131072}}"#, to: ".claude/settings.json")
        let id = try home.launch("seq 1 100000")
        let record = try home.ended(id)
        let whole = (1...100_000).map { "\($0)\n" }.joined()
        let output = try #require(home.output(id))
        let dropped = whole.utf8.count - 131_072
        #expect(
            output
                == whole.prefix(65536) + "\n[… \(dropped) bytes left out …]\n" + whole.suffix(65536)
        )
        #expect(record["status"] == "completed")
        #expect(record["result"]?.string?.hasSuffix("99999\n100000") == true)
        #expect((record["result"]?.string?.utf8.count ?? 0) <= 65536 + 4)
    }

    @Test func `output up to the limit is kept whole`() throws {
        try home.home.folder.write(
            #"{"ringback": {"output_limit": 131072}}"#, to: ".claude/settings.json")
        let id = try home.launch("head -c 131072 /dev/zero | tr '\\0' x")
        _ = try home.ended(id)
        #expect(home.output(id) == String(repeating: "x", count: 131_072))
    }

    @Test func `the record tells what the task took`() throws {
        let id = try home.launch(
            "/usr/bin/python3", "-c",
            "import time; x = b'x' * (60 << 20); t = time.process_time()\n"
                + "while time.process_time() - t < 0.3: pass")
        let record = try home.ended(id)
        let processor = try #require(record["cpu_seconds"]?.double)
        #expect(processor > 0.28)
        #expect(processor < 5)
        let memory = try #require(record["peak_memory"]?.int)
        #expect(memory > 60 << 20)
        #expect(memory < 200 << 20)
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        let times = try ["queued_at", "started_at", "completed_at"].map { name in
            try style.parse(try #require(record[name]?.string))
        }
        #expect(times == times.sorted())
        #expect(times[2].timeIntervalSince(times[1]) > 0.28)
    }

    static let endings: [([String], Int?, Int?, String)] = [
        (["exit 42"], 42, nil, "Exit code 42"), (["kill -SEGV $$"], nil, 11, "Exit code -11"),
        (["/bin/false", ""], 1, nil, "Exit code 1"),
    ]

    @Test(arguments: endings)
    func `exit code and signal are told`(
        _ words: [String], code: Int?, signal: Int?, error: String
    ) throws {
        let id = try RunnerHome.id(in: try home.call(["bg"] + words).run())
        let record = try home.ended(id)
        #expect(record["exit_code"]?.int == code)
        #expect(record["signal"]?.int == signal)
        #expect(record["error"]?.string == error)
    }

    @Test(arguments: [("1", "1"), ("0.2s", "0.2")])
    func `a task whose time is over says so, and keeps what it wrote`(
        _ timeout: String, told: String
    ) throws {
        let id = try home.launch("--timeout", timeout, "echo begun; sleep 100")
        let record = try home.ended(id)
        #expect(record["error"]?.string == "Timed out after \(told)s")
        #expect(record["result"] == "begun")
        #expect(record["signal"] == 15)
    }

    @Test func `stdin is empty, and the task leads a process group of its own`() throws {
        let id = try home.launch("cat; readlink /proc/$$/fd/0; ps -o pgid= -p $$; echo $$")
        let words = (try home.ended(id)["result"]?.string ?? "").split(
            whereSeparator: \.isWhitespace)
        #expect(words.first == "/dev/null")
        #expect(words[1] == words[2])
    }

    @Test func `what its launcher has open is closed in the task and its supervisor`() throws {
        let gate = try TaskGate(home)
        // As in `exec 7>lock; flock 7; ringback bg …`: the lock must not outlive its owner.
        var call = home.call(["bg", "--id", "t", gate.command])
        let words = call.arguments
        call.program = "/bin/sh"
        call.arguments = ["-c", "exec 7>\"$0\"; flock 7; exec env \"$@\"", home("lock")] + words
        let outcome = try call.run()
        _ = try RunnerHome.id(in: outcome)
        #expect(Polling.until { home.pid("process", of: "t") != nil })
        let taken = HookCall(
            "flock", ["-n", home("lock"), "true"], environment: ["PATH": "/usr/bin"])
        #expect(try taken.run().exitCode == 0)
    }

    @Test func `several words are a program and its arguments, one is a line for the shell`() throws
    {
        let vector = try home.launch("printf", "%s|", "a b", "$HOME", "`id`", "", "*", "-x")
        #expect(try home.ended(vector)["result"] == "a b|$HOME|`id`||*|-x|")
        #expect(home.record(vector)?["command"] == "printf '%s|' 'a b' '$HOME' '`id`' '' '*' -x")
        let line = try home.launch("printf %s \"$HOME\" | tr a-z A-Z")
        #expect(try home.ended(line)["result"]?.string == home("").dropLast().uppercased())
    }

    @Test(arguments: [
        (["--cwd", "/nonexistent", "true"], 1, "there is no folder /nonexistent"),
        (["no-such-program", "x"], 127, "there is no program 'no-such-program' on PATH"),
        (["--timeout", "-1", "true"], 64, "--timeout can't be '-1'; allowed: a time above 0"),
        (["--timeout", "soon", "true"], 64, "--timeout can't be 'soon'"),
        (["--env", "=x", "true"], 64, "--env takes NAME=VALUE"), ([""], 64, "COMMAND is empty"),
        ([], 64, "COMMAND"),
    ])
    func `what can't be launched is refused in one line`(
        _ words: [String], code: CInt, told: String
    ) throws {
        let outcome = try home.call(["bg"] + words).run()
        #expect(outcome.exitCode == code)
        let text = outcome.text + outcome.errorText
        #expect(text.contains(told), "\(text)")
        #expect(text.split(separator: "\n").count == 1)
        #expect(home.home.ids() == [])
        #expect(home.savedEnvironments == [])
    }

    @Test func `a line whose program is missing is the shell's to tell`() throws {
        let record = try home.ended(try home.launch("no-such-program"))
        #expect(record["exit_code"] == 127)
        #expect(record["error"]?.string?.contains("no-such-program: not found") == true)
    }

    @Test(arguments: ["folder", "program", "format"])
    func `what is gone when its turn comes fails the task, and the next one starts`(
        _ what: String
    ) throws {
        try home.home.folder.write(#"{"max_background_tasks": 1}"#, to: ".claude/settings.json")
        let gate = try TaskGate(home)
        try home.home.folder.write("", to: "gone/.keep")
        try home.install("mine", as: "gone")
        let first = try home.launch(gate.command)
        let second = try home.launch("gone", "x", in: home("gone"))
        let third = try home.launch("true")
        switch what {
        case "folder": try FileManager.default.removeItem(atPath: home("gone"))
        case "program": try FileManager.default.removeItem(atPath: home("bin/gone"))
        default: try home.home.folder.write([0x7F, 0x45, 0x4C, 0x46, 0], to: "bin/gone")
        }
        if what == "format" {
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: home("bin/gone"))
        }
        gate.open()
        _ = try home.ended(first)
        let record = try home.ended(second)
        #expect(record["status"] == "failed")
        let error = record["error"]?.string ?? ""
        let expected =
            switch what {
            case "folder": "Could not start: can't enter its folder: No such file or directory"
            case "program": "Could not start: there is no program 'gone'"
            default: "Could not start: Exec format error"
            }
        #expect(error.lowercased() == expected.lowercased())
        #expect(try home.ended(third)["status"] == "completed")
        #expect(home.home.log == [])
    }

    @Test func `a user who may have no more processes is told, and nothing hangs`() throws {
        guard getuid() == 0 else { return }
        // Nobody else in this machine's tests has that number.
        let user = 61_000 + Int.random(in: 0..<4000)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: home(""))
        for name in ["", ".local", ".claude", EndToEndHome.state, ".local/state", "work"] {
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o777], ofItemAtPath: home(name))
        }
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o666], ofItemAtPath: home(EndToEndHome.state + "/courier.lock"))
        try EndToEndBinary.copy(to: home("ringback"))
        func call(_ words: [String], limit: Int?) throws -> HookOutcome {
            var call = home.call(words)
            call.arguments[2] = home("ringback")
            if let limit {
                call.arguments.insert(contentsOf: ["prlimit", "--nproc=\(limit)"], at: 2)
            }
            return try OtherUser.call(as: user, call).run()
        }
        for limit in 1...4 {
            let outcome = try call(["bg", "--id", "t\(limit)", "sleep 0"], limit: limit)
            #expect(!outcome.timedOut)
            #expect(outcome.seconds < 10)
        }
        let waited = try call(["wait", "--all", "--timeout", "20"], limit: nil)
        #expect(waited.exitCode != 124, "\(waited.text)")
        for limit in 1...4 {
            guard let record = home.record("t\(limit)") else { continue }
            let error = record["error"]?.string ?? ""
            #expect(
                record["status"] == "completed" || error.contains("no more processes")
                    || error.contains("fork") || error.contains("Resource temporarily"),
                "\(limit): \(record.text()) \(home.home.log)")
        }
    }
}
