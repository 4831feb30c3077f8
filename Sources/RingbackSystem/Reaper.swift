internal import CSystem
internal import Glibc

/// How a process ended, and what it took.
package struct ProcessEnding: Equatable, Sendable {
    package var pid: Int
    /// `nil` where a signal ended it.
    package var exitCode: Int?
    /// `nil` where it exited by itself.
    package var signal: Int?
    /// The processor's time of it and of those that it has waited for, in seconds.
    package var processorSeconds: Double
    /// The most memory that it or one of those had, in bytes.
    package var peakMemory: Int

    package init(
        pid: Int, exitCode: Int?, signal: Int?, processorSeconds: Double, peakMemory: Int
    ) {
        self.pid = pid
        self.exitCode = exitCode
        self.signal = signal
        self.processorSeconds = processorSeconds
        self.peakMemory = peakMemory
    }
}

/// Takes what is left of children that have ended.
package enum Reaper {
    /// A child that has ended; `nil` where there is none now.
    package static func next() -> ProcessEnding? {
        var ending = cs_ending()
        guard unsafe cs_reap(&ending) else { return nil }
        let code = cs_exit_code(ending.status)
        let signal = cs_term_signal(ending.status)
        return ProcessEnding(
            pid: Int(ending.process), exitCode: code >= 0 ? Int(code) : nil,
            signal: signal > 0 ? Int(signal) : nil,
            processorSeconds: Double(ending.cpu) / 1_000_000, peakMemory: Int(ending.memory))
    }
}
