internal import CSystem
internal import Glibc

/// Signals as something to poll for, instead of something that interrupts.
package struct SignalSource: ~Copyable {
    package let descriptor: Descriptor

    /// Takes these signals for this process; they do nothing else from now on.
    package init(_ signals: [CInt]) throws(SystemError) {
        unsafe cs_block_signals(signals, CInt(signals.count))
        let number = unsafe cs_signal_source(signals, CInt(signals.count))
        guard number >= 0 else { throw SystemError("take", "signals") }
        descriptor = Descriptor(owning: number)
    }

    /// The next signal that has come; `nil` where none has.
    package func next() -> CInt? {
        let signal = cs_next_signal(descriptor.number)
        return signal > 0 ? signal : nil
    }

    /// Waits for the next signal.
    package func wait() -> CInt {
        while true {
            if let signal = next() { return signal }
            var wanted = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
            unsafe poll(&wanted, 1, -1)
        }
    }
}
