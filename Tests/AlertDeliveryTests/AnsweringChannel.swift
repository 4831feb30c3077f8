import AlertDelivery
import Glibc
import RingbackModel
import RingbackSystem
import Synchronization

/// Shows nothing, writes it down, and passes on what a test answers.
final class AnsweringChannel: Channel, Sendable {
    let name: ChannelName
    let reach: Reach
    private let journal: Journal
    private let waiting = Mutex<[Reply]>([])
    private let idleness = Mutex<(@Sendable () -> Void)?>(nil)
    private let isBroken = Mutex(false)
    private let reader: Descriptor
    private let writer: Descriptor

    init(_ name: ChannelName, _ journal: Journal) {
        self.name = name
        self.journal = journal
        reach = name == .desktop || name == .terminal ? .here : .elsewhere
        var ends: [CInt] = [-1, -1]
        unsafe pipe(&ends)
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        reader = Descriptor(owning: ends[0])
        writer = Descriptor(owning: ends[1])
    }

    func `break`() { isBroken.withLock { $0 = true } }

    func show(_ notice: Notice) -> Delivery {
        guard !isBroken.withLock({ $0 }) else {
            return .failed(reason: "out of order", remedy: "")
        }
        let id = notice.replaces > 0 ? notice.replaces : journal.nextID()
        let place = notice.replaces > 0 ? "again" : "new"
        journal.add("\(name.rawValue): \(notice.title) as \(id), \(place)")
        return .shown(id: id, detail: name.rawValue)
    }

    func resume(_ notice: Notice, id: UInt32) -> Delivery {
        journal.add("\(name.rawValue): \(notice.title) as \(id), resumed")
        return .shown(id: id, detail: "")
    }

    func withdraw(id: UInt32) { journal.add("\(name.rawValue) withdraws \(id)") }

    /// Does something when the courier has nothing to do, the first time.
    func whenIdle(_ action: @escaping @Sendable () -> Void) { idleness.withLock { $0 = action } }

    var holdsNotices: Bool {
        let action = idleness.withLock { action in
            defer { action = nil }
            return action
        }
        action?()
        return false
    }

    var replySignal: CInt? { reader.number }

    func replies() -> [Reply] {
        var bytes = [UInt8](repeating: 0, count: 64)
        while case .bytes = reader.take(into: &bytes) {}
        return waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
    }

    /// Somebody answers.
    func answer(_ id: UInt32, _ answer: Reply.Answer, activation: String? = nil) {
        waiting.withLock { $0.append(Reply(id: id, answer: answer, activation: activation)) }
        try? writer.write([1], named: "pipe")
    }
}
