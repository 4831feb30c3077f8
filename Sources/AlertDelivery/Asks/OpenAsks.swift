internal import RingbackModel
internal import RingbackSystem

/// The questions that somebody may still answer, and where they stand.
///
/// What is shown is written down right after, place by place: a courier that is killed in between
/// leaves a notice that the next one shows once more, in its place.
final class OpenAsks {
    private let ledger: AskLedger
    private let channels: ChannelRack
    private var entries: [AskLedger.Entry] = []
    /// Questions of this courier's life that are over: somebody may have answered just then.
    private var over: [AskLedger.Entry] = []
    /// Notices of which an answer was taken: a second click on the same is none.
    private var answered: [AskLedger.Place] = []
    /// The notices whose answers come to this process.
    private var heard: [AskLedger.Place] = []

    /// A question is waited for so long, in seconds.
    private static let patience = 24.0 * 3600

    init(_ paths: Paths, _ channels: ChannelRack) {
        ledger = AskLedger(paths)
        self.channels = channels
    }

    /// Takes over what earlier couriers have shown.
    ///
    /// - Parameter notice: words a question.
    func resume(at now: Timestamp, notice: (Alert) -> Notice) {
        for var entry in ledger.entries() {
            if entry.alert.isOver {
                entries.append(entry)
                withdraw(group: entry.alert.group)
                continue
            }
            if now.seconds(since: entry.alert.created) < Self.patience {
                for place in entry.places where !place.isGone {
                    resume(place, notice(entry.alert), &entry)
                }
            }
            entries.append(entry)
        }
    }

    private func resume(
        _ place: AskLedger.Place, _ notice: Notice, _ entry: inout AskLedger.Entry
    ) {
        guard let channel = channels.named(place.channel), channel.replySignal != nil,
            case .shown(let id, _) = channel.resume(notice, id: place.id)
        else { return }
        entry.stands(on: channel.name, as: id)
        heard.append(AskLedger.Place(channel.name, id))
        try? ledger.save(entry)
    }

    /// Shows a question on the first channel here that takes it, and on all that are elsewhere.
    func raise(
        _ notice: Notice, here: [any Channel], elsewhere: [any Channel]
    ) -> [DeliveryLog.Entry.Attempt] {
        var entry = entry(notice.alert.group) ?? AskLedger.Entry(notice.alert)
        entry.alert = notice.alert
        try? ledger.save(entry)
        var attempts: [DeliveryLog.Entry.Attempt] = []
        for channel in here {
            attempts.append(show(notice, on: channel, &entry))
            if attempts.last?.id != nil { break }
        }
        for channel in elsewhere where !attempts.contains(where: { $0.isOn(channel) }) {
            attempts.append(show(notice, on: channel, &entry))
        }
        if attempts.contains(where: { $0.id != nil }) {
            keep(entry)
        } else if entry.places.isEmpty {
            ledger.remove(group: notice.alert.group)
        }
        return attempts
    }

    /// Shows a question on a channel, where it does not stand already.
    private func show(
        _ notice: Notice, on channel: any Channel, _ entry: inout AskLedger.Entry
    ) -> DeliveryLog.Entry.Attempt {
        let before = entry.place(on: channel.name)
        if let before, heard.contains(before) {
            let delivery = Delivery.shown(id: before.id, detail: "it stands there already")
            return .init(channel: channel.name.rawValue, delivery: delivery, milliseconds: 0)
        }
        var notice = notice
        notice.replaces = before?.id ?? 0
        let attempt = channels.attempt(notice, on: channel)
        if let id = attempt.id, id > 0 {
            entry.stands(on: channel.name, as: id)
            heard.append(AskLedger.Place(channel.name, id))
            try? ledger.save(entry)
        }
        return attempt
    }

    /// Puts a notice in the place of a question, wherever that can be seen, and closes it.
    ///
    /// - Parameter place: a notice more that gets it, whether it can be seen or not.
    /// - Returns: what came of that; empty where the question stands nowhere.
    func conclude(
        with notice: Notice, alsoAt place: AskLedger.Place? = nil
    ) -> [DeliveryLog.Entry.Attempt] {
        let entry = entry(notice.alert.group)
        var places = entry?.places.filter { !$0.isGone } ?? []
        if let place, !places.contains(where: { $0.channel == place.channel }) {
            places.append(place)
        }
        let attempts = places.compactMap { place in
            channels.named(place.channel).map { channel in
                var notice = notice
                notice.replaces = place.id
                notice.sound = nil
                return channels.attempt(notice, on: channel)
            }
        }
        close(group: notice.alert.group)
        return attempts
    }

    /// Takes a question away, wherever it can be seen, and closes it.
    func withdraw(group: String) {
        for place in entry(group)?.places ?? [] where !place.isGone {
            channels.named(place.channel)?.withdraw(id: place.id)
        }
        close(group: group)
    }

    private func close(group: String) {
        over += entries.filter { $0.alert.group == group }
        entries.removeAll { $0.alert.group == group }
        ledger.remove(group: group)
    }

    /// Notes that an answer was taken that was given there.
    func isAnswered(_ id: UInt32, on channel: ChannelName) {
        answered.append(AskLedger.Place(channel, id))
    }

    /// The question that a notice shows, or showed; `nil` also where that was answered there.
    func question(at id: UInt32, on channel: ChannelName) -> Alert? {
        guard !answered.contains(AskLedger.Place(channel, id)) else { return nil }
        let matches = { (entry: AskLedger.Entry) in
            entry.places.contains { $0.channel == channel && $0.id == id }
        }
        return (entries.last(where: matches) ?? over.last(where: matches))?.alert
    }

    /// Notes that a notice can't be seen any more, as somebody has closed it.
    func isGone(_ id: UInt32, on channel: ChannelName, _ alert: Alert) {
        guard var entry = entry(alert.group) else { return }
        forget(id, on: channel)
        entry.isGone(id, on: channel)
        keep(entry)
        try? ledger.save(entry)
    }

    /// Shows a question again, where its notice is lost.
    func restore(_ notice: Notice, lost id: UInt32, on channel: any Channel) {
        guard var entry = entry(notice.alert.group) else { return }
        forget(id, on: channel.name)
        _ = show(notice, on: channel, &entry)
        keep(entry)
    }

    func isOpen(_ group: String) -> Bool { entry(group) != nil }

    /// How long an answer may still come to this process, in milliseconds; 0: none can.
    func patience(at now: Timestamp) -> Int {
        let waits = entries.map { entry in
            let isHeard = entry.places.contains { place in
                !place.isGone && heard.contains(place)
                    && channels.named(place.channel)?.replySignal != nil
            }
            let seconds = Self.patience - now.seconds(since: entry.alert.created)
            return isHeard ? max(0, Int(seconds * 1000)) : 0
        }
        return waits.max() ?? 0
    }

    private func entry(_ group: String) -> AskLedger.Entry? {
        entries.last { $0.alert.group == group }
    }

    private func keep(_ entry: AskLedger.Entry) {
        entries.removeAll { $0.alert.group == entry.alert.group }
        entries.append(entry)
    }

    private func forget(_ id: UInt32, on channel: ChannelName) {
        heard.removeAll { $0.channel == channel && $0.id == id }
    }
}

extension DeliveryLog.Entry.Attempt {
    fileprivate func isOn(_ other: any Channel) -> Bool { channel == other.name.rawValue }
}
