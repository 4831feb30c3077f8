import Glibc
import RingbackSystem
import TestSupport
import Testing

@Suite struct SubprocessTests {
    private static let patience = 60_000

    private func shell(
        _ script: String, _ arguments: String..., milliseconds: Int = patience
    ) throws -> Subprocess.Outcome {
        try Subprocess.run("/bin/sh", ["-c", script, "sh"] + arguments, milliseconds: milliseconds)
    }

    private func text(_ outcome: Subprocess.Outcome) -> String {
        String(decoding: outcome.output, as: UTF8.self)
    }

    @Test(
        arguments: [("exit 0", 0), ("exit 3", 3), ("exit 255", 255), ("kill -9 $$", nil)]
            as [(String, Int?)])
    func `tells the exit code, if there is one`(_ script: String, _ code: Int?) throws {
        let outcome = try shell(script)
        #expect(outcome.exitCode == code)
        #expect(outcome.output.isEmpty && !outcome.timedOut)
    }

    @Test func `arguments arrive as they are, and both streams come back`() throws {
        let texts = ["a b", "$(touch x)", "`y`", "\"q\" 'r' \\", "ä\n😀", "-n", ""]
        let script = #"for text; do printf '[%s]' "$text"; done; echo err >&2"#
        let outcome = try Subprocess.run(
            "/bin/sh", ["-c", script, "sh"] + texts, milliseconds: Self.patience)
        #expect(text(outcome) == texts.map { "[\($0)]" }.joined() + "err\n")
    }

    @Test func `what cannot be started is an error at once`() throws {
        let folder = try ScratchFolder()
        try folder.write("text", to: "text")
        for (path, code) in [
            (folder("missing"), ENOENT), (folder("text"), EACCES), (folder.path, EACCES),
        ] {
            #expect(throws: SystemError("run", path, code: code)) {
                _ = try Subprocess.run(path, [], milliseconds: Self.patience)
            }
        }
    }

    @Test func `runs in a session of its own, with nothing to read`() throws {
        let fields = text(try shell("cat; cat /proc/self/stat")).split(separator: " ")
        try #require(fields.count > 6)
        #expect(fields[4] == fields[5], "the leader of its group is the leader of its session")
        #expect(fields[5] != "\(getsid(0))")
        #expect(fields[6] == "0", "it has no terminal")
    }

    @Test(arguments: [10_000, 65_536, 300_000])
    func `output may be larger than a pipe, and is kept to 64 KiB`(_ count: Int) throws {
        let outcome = try shell("head -c \(count) /dev/zero")
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.count == min(count, 65536))
    }

    @Test func `at the deadline the program is killed, and all that it started`() throws {
        let outcome = try shell("sleep 1000 & echo $!; wait", milliseconds: 500)
        #expect(outcome.timedOut && outcome.exitCode == nil)
        let child = try #require(Int(text(outcome).dropLast()))
        let deadline = Deadline(milliseconds: Self.patience)
        while ProcessIdentity(ofRunning: child) != nil, !deadline.hasPassed { sched_yield() }
        #expect(ProcessIdentity(ofRunning: child) == nil)
    }

    @Test func `output without end does not put the deadline off`() throws {
        let outcome = try Subprocess.run("/usr/bin/yes", [], milliseconds: 200)
        #expect(outcome.timedOut)
        #expect(outcome.output.count == 65536)
    }

    @Test(arguments: ["sleep 1000 & echo $!", "(while :; do echo y; done) 2>&1 & echo $!"])
    func `a child that holds the output is not waited for`(_ script: String) throws {
        let outcome = try shell(script)
        #expect(outcome.exitCode == 0 && !outcome.timedOut)
        let said = text(outcome).split(separator: "\n").first { $0.allSatisfy(\.isNumber) }
        kill(try #require(said.flatMap { pid_t($0) }), SIGKILL)
    }

    @Test func `a program that closes its output is waited for in peace`() throws {
        let before = try processorTime()
        let outcome = try shell("exec >&- 2>&-; sleep 0.5; exit 4")
        #expect(outcome.exitCode == 4)
        #expect(try processorTime() - before < 200_000_000)
    }

    /// What this thread has used of the processor, in nanoseconds.
    private func processorTime() throws -> Int64 {
        var time = timespec()
        try #require(unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
