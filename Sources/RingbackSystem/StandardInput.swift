internal import Glibc

/// What another program writes to us.
package enum StandardInput {
    package enum Outcome: Equatable, Sendable {
        case whole([UInt8])
        /// More than the limit came; it was read on and thrown away, so that the writer does not stall.
        case tooLarge
        /// The time was over before the end; what had come until then.
        case unfinished([UInt8])
    }

    /// Reads until the end, or until it is complete.
    ///
    /// - Parameters:
    ///   - limit: in bytes.
    ///   - milliseconds: for all of it; the writer may leave its end open, or write for ever.
    ///   - isComplete: is given each piece; says whether nothing more is to come.
    package static func read(
        limit: Int, milliseconds: Int, isComplete: (ArraySlice<UInt8>) -> Bool
    ) -> Outcome {
        let deadline = Deadline(milliseconds: milliseconds)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        var overflown = false
        while !deadline.hasPassed {
            var wanted = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            let ready = unsafe poll(&wanted, 1, deadline.milliseconds)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { break }
            let got = unsafe Glibc.read(STDIN_FILENO, &chunk, chunk.count)
            if got < 0, errno == EINTR || errno == EAGAIN { continue }
            guard got > 0 else { return overflown ? .tooLarge : .whole(bytes) }
            if bytes.count + got > limit { overflown = true }
            if overflown { continue }
            bytes += chunk[..<got]
            if isComplete(chunk[..<got]) { return .whole(bytes) }
        }
        return overflown ? .tooLarge : .unfinished(bytes)
    }
}
