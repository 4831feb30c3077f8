internal import Glibc

/// Sleeps until something happens on one of several descriptors.
package enum Readiness {
    /// Waits until one of them has something to read, or has lost its other end.
    ///
    /// - Parameters:
    ///   - sources: descriptors to read from; a negative one is never ready.
    ///   - outlet: a descriptor that is written to: only the loss of its reader counts.
    ///   - milliseconds: `nil`: as long as it takes.
    /// - Returns: of each, the outlet last, whether it is ready.
    package static func wait(
        for sources: [CInt], outlet: CInt = -1, milliseconds: Int?
    ) -> [Bool] {
        var wanted = sources.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        wanted.append(pollfd(fd: outlet, events: 0, revents: 0))
        let time = milliseconds.map { CInt(clamping: max(0, $0)) } ?? -1
        let ready = unsafe poll(&wanted, nfds_t(wanted.count), time)
        return wanted.map { ready > 0 && $0.revents != 0 }
    }
}
