internal import Glibc
internal import RingbackSystem

/// How a program ended, and what it said.
package struct HookOutcome: Sendable {
    /// `nil` where a signal ended it.
    package let exitCode: CInt?
    package let output: [UInt8]
    package let error: [UInt8]
    /// From its start until nobody held its stdout, its stderr and itself any more.
    package let seconds: Double
    /// It did not end, and was killed.
    package let timedOut: Bool

    package var text: String { String(decoding: output, as: UTF8.self) }
    package var errorText: String { String(decoding: error, as: UTF8.self) }
    /// Whether it exited with 0 and said nothing: what an agent wants of a hook.
    package var isSilentSuccess: Bool { exitCode == 0 && output.isEmpty && error.isEmpty }
}

/// A program that a test has started. Ends with this object.
package final class HookProcess {
    package let pid: CInt
    private let output: CInt
    private let error: CInt
    private let held: CInt
    private let begin: Int64
    private var isReaped = false

    init(pid: CInt, output: CInt, error: CInt, held: CInt, begin: Int64) {
        self.pid = pid
        self.output = output
        self.error = error
        self.held = held
        self.begin = begin
    }

    deinit {
        for end in [output, error, held] where end >= 0 { close(end) }
        reap()
    }

    package func kill(_ signal: CInt = SIGKILL) { _ = Glibc.kill(pid, signal) }

    /// Kills it, and waits until nothing is left of it.
    package func reap() {
        guard !isReaped else { return }
        kill()
        var status: CInt = 0
        while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
        isReaped = true
    }

    /// Kills it, and waits until it is a zombie.
    package func killWithoutReaping() {
        kill()
        var info = unsafe siginfo_t()
        while unsafe waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) < 0, errno == EINTR {}
    }

    /// Reads what it says until it ends.
    ///
    /// - Parameter seconds: after these it is killed.
    package func outcome(seconds: Double = 30) -> HookOutcome {
        let deadline = Deadline(milliseconds: Int(seconds * 1000))
        var texts: [[UInt8]] = [[], []]
        var open = [true, true]
        var chunk = [UInt8](repeating: 0, count: 65536)
        while open.contains(true), !deadline.hasPassed {
            var wanted = [output, error].enumerated().map { index, end in
                pollfd(fd: open[index] ? end : -1, events: Int16(POLLIN), revents: 0)
            }
            guard unsafe poll(&wanted, 2, deadline.milliseconds) > 0 else { continue }
            for index in 0...1 where wanted[index].revents != 0 {
                let got = unsafe read(wanted[index].fd, &chunk, chunk.count)
                if got > 0 { texts[index] += chunk.prefix(got) } else { open[index] = false }
            }
        }
        var status: CInt = 0
        var code = unsafe waitpid(pid, &status, WNOHANG)
        while code != pid, !deadline.hasPassed {
            // It has closed its ends and is on its way out.
            poll(nil, 0, 1)
            code = unsafe waitpid(pid, &status, WNOHANG)
        }
        let timedOut = code != pid
        let elapsed = Double(Clock.monotonicNanoseconds() - begin) / 1e9
        isReaped = !timedOut
        if timedOut { reap() }
        let exited = !timedOut && status & 0x7F == 0
        return HookOutcome(
            exitCode: exited ? (status >> 8) & 0xFF : nil, output: texts[0], error: texts[1],
            seconds: elapsed, timedOut: timedOut)
    }
}
