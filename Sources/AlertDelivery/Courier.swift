package import RingbackModel
internal import RingbackSettings
package import RingbackSystem

/// Carries alerts from the outbox to the person. One for a user; it leaves when it is idle.
package final class Courier {
    private let paths: Paths
    private let environment: Environment
    private let channels: [any Channel]
    private let outbox: Outbox
    private let log: DeliveryLog
    private let now: () -> Timestamp
    /// Items that no channel took in this life; they wait for the next courier.
    private var waiting: Set<String> = []

    /// Channels that kept us waiting for nothing, and until when they are left alone.
    private var resting: [String: Deadline] = [:]
    /// A failure that took longer, in milliseconds, was a wait for nothing.
    private static let slow = 300.0
    private static let restAfterSilence = 10_000

    /// How long it stays when there is nothing to do, in milliseconds: the next alert then finds it
    /// awake.
    private let idle: Int
    /// How long it stays because notices would go with it.
    private static let longest = 10 * 60 * 1000

    /// - Parameter channels: every channel that this program has, each kind in the order in which
    ///   it is tried.
    package init(
        _ environment: Environment, _ paths: Paths, channels: [any Channel],
        idle milliseconds: Int = 20_000, now: @escaping () -> Timestamp
    ) {
        self.environment = environment
        self.paths = paths
        self.channels = channels
        self.now = now
        idle = milliseconds
        outbox = Outbox(paths)
        log = DeliveryLog(paths)
    }

    /// Delivers until there is nothing more to do.
    ///
    /// - Parameter lock: held by this process alone; it is given up before the last look at the
    ///   outbox, so that no alert falls between.
    package func run(holding lock: consuming FileLock) throws(SystemError) {
        try FileSystem.makeFolder(outbox.folder)
        let watch = try FolderWatch(outbox.folder)
        var held = consume lock
        while true {
            deliverAll()
            if watch.wait(milliseconds: idle) { continue }
            if retryWaiting() { continue }
            let stay = Deadline(milliseconds: Self.longest)
            var isWoken = false
            while !isWoken, !stay.hasPassed, channels.contains(where: \.holdsNotices) {
                isWoken = watch.wait(milliseconds: 1000)
            }
            if isWoken { continue }
            held.release()
            guard outbox.names().contains(where: { !waiting.contains($0) }),
                let again = try FileLock.ifFree(CourierLock.path(paths))
            else { return forgetOldSessions() }
            held = again
        }
    }

    /// Delivers what lies in the outbox now: first what is new, then what waited for a channel.
    package func deliverAll() {
        let names = outbox.names().filter { !waiting.contains($0) }
        for name in names where !name.hasSuffix(Outbox.waiting) { deliver(name) }
        for name in names where name.hasSuffix(Outbox.waiting) {
            // Where one still finds no way, the others need not be tried now.
            if waiting.isEmpty { deliver(name) } else { waiting.insert(name) }
        }
    }

    /// Tries once more what found no way.
    ///
    /// - Returns: whether any of it did now.
    private func retryWaiting() -> Bool {
        let before = waiting.count
        guard before > 0 else { return false }
        waiting = []
        deliverAll()
        return waiting.count < before
    }

    private func deliver(_ name: String) {
        switch outbox.item(name) {
        case .show(let alert):
            if deliver(alert, isRetry: name.hasSuffix(Outbox.waiting)) {
                outbox.remove(name)
            } else {
                waiting.insert(outbox.keep(name))
            }
            if let record = alert.record { secure(record) }
        case .withdraw(let session, let group):
            withdraw(group, session)
            outbox.remove(name)
        case nil:
            outbox.remove(name)
        }
    }

    /// Sees to it that what was told of is on the disk. The hook still holds its store's lock while
    /// it writes the record.
    private func secure(_ record: String) {
        guard let slash = record.lastIndex(of: "/"),
            let lock = try? FileLock(record[..<slash] + "/.lock", waiting: 1000)
        else { return }
        lock.release()
        try? FileSystem.sync(record)
    }

    /// - Returns: whether nothing is left to do for it.
    private func deliver(_ alert: Alert, isRetry: Bool) -> Bool {
        let session = alert.session ?? alert.group
        var memory = SessionMemory(of: session, paths)
        let settings = SettingsFiles.load(
            paths: paths, environment: environment, agent: alert.agent, projectFolder: alert.folder
        ).settings
        if case .silent(let reason) = Policy.decide(alert, settings, memory, at: now()) {
            log.add(DeliveryLog.Entry(alert, .silent, reason: reason, at: now()))
            return true
        }
        var notice = NoticeComposer.notice(for: alert, settings, at: now())
        var attempts: [DeliveryLog.Entry.Attempt] = []
        for channel in inOrder(for: alert, settings) {
            notice.replaces = memory.id(of: alert.group, on: channel.name, at: now())
            attempts.append(attempt(notice, on: channel))
            guard case .shown(let id, _) = attempts[attempts.count - 1].delivery else { continue }
            memory.remember(alert, on: channel.name, id: id, at: now())
            try? memory.save(session: session, paths)
            log.add(DeliveryLog.Entry(alert, .shown, attempts: attempts, at: now()))
            return true
        }
        if isRetry { return false }
        log.add(
            DeliveryLog.Entry(
                alert, .waiting, reason: "no channel could show it; it is tried again for a day",
                attempts: attempts, at: now()))
        return false
    }

    /// Shows a notice on a channel, unless that has kept us waiting a moment ago.
    private func attempt(
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
        if case .failed = delivery, elapsed > Self.slow {
            resting[name] = Deadline(milliseconds: Self.restAfterSilence)
        }
        return .init(channel: name, delivery: delivery, milliseconds: elapsed)
    }

    /// The channels that the settings name, in their order; over ssh the terminal comes first.
    private func inOrder(for alert: Alert, _ settings: Settings) -> [any Channel] {
        var names = settings.channels
        if alert.origin.isRemote, names.contains(.terminal) {
            names.removeAll { $0 == .terminal }
            names.insert(.terminal, at: 0)
        }
        return names.flatMap(\.ways).flatMap { way in channels.filter { $0.name == way } }
    }

    private func withdraw(_ group: String, _ session: String) {
        var memory = SessionMemory(of: session, paths)
        // Also what found no way in the life of another courier.
        for name in outbox.names() where name.hasSuffix(Outbox.waiting) {
            guard case .show(let alert) = outbox.item(name), alert.group == group else { continue }
            outbox.remove(name)
            waiting.remove(name)
        }
        for channel in channels {
            let id = memory.id(of: group, on: channel.name, at: now())
            if id > 0 { channel.withdraw(id: id) }
        }
        memory.forget(group: group)
        try? memory.save(session: session, paths)
    }

    /// Removes what is remembered of sessions that nothing was heard of for a week.
    private func forgetOldSessions() {
        let limit = Clock.wallNanoseconds() - 7 * 86400 * 1_000_000_000
        for folder in [SessionMemory.folder(paths), Attention.folder(paths)] {
            for path in FileSystem.names(in: folder).map({ folder + "/" + $0 }) {
                guard let status = FileSystem.status(path), status.modified < limit else {
                    continue
                }
                FileSystem.remove(path)
            }
        }
    }
}

extension ChannelName {
    /// What a name in the settings stands for: `desktop` is whatever desktop there is.
    var ways: [ChannelName] {
        self == .desktop ? [.desktop, .notifySend, .osascript, .powershell] : [self]
    }
}
