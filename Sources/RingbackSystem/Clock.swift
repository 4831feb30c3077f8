internal import Glibc

/// The machine's clocks.
package enum Clock {
    /// Nanoseconds since 1970, UTC.
    package static func wallNanoseconds() -> Int64 { nanoseconds(CLOCK_REALTIME) }

    /// Nanoseconds since some moment in the past; never jumps.
    package static func monotonicNanoseconds() -> Int64 { nanoseconds(CLOCK_MONOTONIC) }

    /// Does nothing for a while.
    package static func pause(microseconds: UInt32) { usleep(microseconds) }

    private static func nanoseconds(_ clock: clockid_t) -> Int64 {
        var now = timespec()
        unsafe clock_gettime(clock, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }
}

/// A moment after which nothing is waited for any more.
package struct Deadline: Sendable {
    private let moment: Int64

    package init(milliseconds: Int) {
        moment = Clock.monotonicNanoseconds() + Int64(milliseconds) * 1_000_000
    }

    /// The milliseconds that are left, rounded up, at least 0: what `poll` takes.
    package var milliseconds: CInt {
        CInt(clamping: max(0, (moment - Clock.monotonicNanoseconds() + 999_999) / 1_000_000))
    }

    package var hasPassed: Bool { Clock.monotonicNanoseconds() >= moment }
}
