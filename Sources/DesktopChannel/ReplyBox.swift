internal import AlertDelivery
internal import Glibc
internal import RingbackSystem
internal import Synchronization

/// Carries what people have answered from the thread that hears of it to the one that asks.
final class ReplyBox: Sendable {
    private let replies = Mutex<[Reply]>([])
    private let reader: Descriptor
    private let writer: Descriptor

    init() {
        // Without descriptors nobody is woken, and nothing else is lost.
        var ends: [CInt] = [-1, -1]
        unsafe pipe(&ends)
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        reader = Descriptor(owning: ends[0])
        writer = Descriptor(owning: ends[1])
    }

    /// Readable when there is something new; `nil` where the process has no descriptors left.
    var signal: CInt? { reader.number >= 0 ? reader.number : nil }

    func post(_ reply: Reply) {
        replies.withLock { $0.append(reply) }
        ring()
    }

    /// Wakes whoever waits, though there may be no reply.
    func ring() {
        // A pipe that is full rings already.
        try? writer.write([1], named: "pipe")
    }

    /// Takes what has come.
    func take() -> [Reply] {
        // First the bell: what comes after that rings again.
        var bytes = [UInt8](repeating: 0, count: 512)
        while case .bytes = reader.take(into: &bytes) {}
        return replies.withLock { replies in
            defer { replies = [] }
            return replies
        }
    }
}
