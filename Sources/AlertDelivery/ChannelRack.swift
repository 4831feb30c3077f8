internal import RingbackModel
internal import RingbackSystem

/// The channels of a courier, each kind in the order in which it is tried.
final class ChannelRack {
    let all: [any Channel]
    /// Channels that kept us waiting for nothing, and until when they are left alone.
    private var resting: [String: Deadline] = [:]
    /// A failure that took longer, in milliseconds, was a wait for nothing.
    private static let slow = 300.0
    private static let restAfterSilence = 10_000

    init(_ all: [any Channel]) { self.all = all }

    /// Shows a notice on a channel, unless that has kept us waiting a moment ago.
    func attempt(
        _ notice: Notice, on channel: any Channel
    ) -> DeliveryLog.Entry.Attempt {
        let name = channel.name.rawValue
        if let rest = resting[name], !rest.hasPassed {
            let delivery = Delivery.failed(reason: "it did not answer a moment ago", remedy: "")
            return .init(channel: name, delivery: delivery, milliseconds: 0)
        }
        let start = Clock.monotonicNanoseconds()
        let delivery = channel.show(notice)
        let elapsed = Double(Clock.monotonicNanoseconds() - start) / 1e6
        // What goes far takes its time, and has a queue of its own.
        if case .failed = delivery, elapsed > Self.slow, channel.reach == .here {
            resting[name] = Deadline(milliseconds: Self.restAfterSilence)
        }
        return .init(channel: name, delivery: delivery, milliseconds: elapsed)
    }

    /// The channels that the settings name, in their order; over ssh the terminal comes first.
    func inOrder(for alert: Alert, _ settings: Settings) -> [any Channel] {
        var names = settings.channels
        if alert.origin.isRemote, names.contains(.terminal) {
            names.removeAll { $0 == .terminal }
            names.insert(.terminal, at: 0)
        }
        return names.flatMap(\.ways).flatMap { way in all.filter { $0.name == way } }
    }

    /// The channels that reach the person elsewhere, and are to have this alert.
    func elsewhere(for alert: Alert, _ settings: Settings) -> [any Channel] {
        guard settings.away.takes(alert.kind) else { return [] }
        let names = settings.away.inUse
        return all.filter { $0.reach == .elsewhere && names.contains($0.name) }
    }

    func named(_ name: ChannelName) -> (any Channel)? { all.first { $0.name == name } }

    /// Descriptors that become readable when somebody has answered.
    var signals: [CInt] { all.compactMap(\.replySignal) }

    /// Whether notices of this process would go with it.
    var holdNotices: Bool { all.contains(where: \.holdsNotices) }
}

extension DeliveryLog.Entry.Attempt {
    /// What the channel calls it; `nil` where it is not shown.
    var id: UInt32? {
        guard case .shown(let id, _) = delivery else { return nil }
        return id
    }
}

extension ChannelName {
    /// What a name in the settings stands for: `desktop` is whatever desktop there is.
    var ways: [ChannelName] {
        self == .desktop ? [.desktop, .notifySend, .osascript, .powershell] : [self]
    }
}
