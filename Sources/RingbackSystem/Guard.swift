internal import CSystem
internal import Glibc

/// A process above the one that works: whichever of both is killed, the other one sees to it that
/// nothing below them is left.
package enum Guard {
    /// Which of both this process is from now on.
    package enum Role {
        /// The worker, below the guard; it is told by ``guardIsGone`` when that has gone.
        case worker
        /// The guard, whose worker was ended by a signal; all that ran below it has been killed.
        case bereft(signal: Int)
    }

    /// The signal that tells a worker that its guard is gone.
    package static let guardIsGone = SIGUSR1

    /// Splits this process, which must have one thread, into guard and worker. Returns in the
    /// worker; in the guard, which hands SIGTERM on to the worker, only where the worker was killed.
    /// A worker that exits by itself takes its guard along.
    package static func split() throws(SystemError) -> Role {
        ProcessTree.adoptOrphans()
        let signals = try SignalSource([SIGCHLD, SIGTERM, SIGINT, SIGHUP, guardIsGone])
        let worker = cs_fork(guardIsGone)
        guard worker >= 0 else { throw SystemError("fork", "a supervisor") }
        if worker == 0 {
            ProcessTree.adoptOrphans()
            return .worker
        }
        Process.forgetCode()
        while true {
            let signal = signals.wait()
            guard signal == SIGCHLD else {
                if signal != guardIsGone { Glibc.kill(worker, SIGTERM) }
                continue
            }
            while let ending = Reaper.next() {
                guard ending.pid == Int(worker) else { continue }
                ProcessTree.kill(milliseconds: 10_000)
                guard let signal = ending.signal else { exit(CInt(ending.exitCode ?? 1)) }
                return .bereft(signal: signal)
            }
        }
    }
}
