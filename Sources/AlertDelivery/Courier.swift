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

    /// Delivers what lies in the outbox now.
    package func deliverAll() {
        for name in outbox.names() where !waiting.contains(name) {
            switch outbox.item(name) {
            case .show(let alert):
                if deliver(alert, isRetry: name.hasSuffix(Outbox.waiting)) {
                    outbox.remove(name)
                } else {
                    waiting.insert(outbox.keep(name))
                }
            case .withdraw(let session, let group):
                withdraw(group, session)
                outbox.remove(name)
            case nil:
                outbox.remove(name)
            }
        }
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
        // Off the hook's path: a disk may take its time.
        if let record = alert.record { try? FileSystem.sync(record) }
        var notice = NoticeComposer.notice(for: alert, settings, at: now())
        var attempts: [DeliveryLog.Entry.Attempt] = []
        for channel in inOrder(for: alert, settings) {
            notice.replaces = memory.id(of: alert.group, on: channel.name, at: now())
            let start = Clock.monotonicNanoseconds()
            let delivery = channel.show(notice)
            let elapsed = Double(Clock.monotonicNanoseconds() - start) / 1e6
            attempts.append(
                .init(channel: channel.name.rawValue, delivery: delivery, milliseconds: elapsed))
            guard case .shown(let id, _) = delivery else { continue }
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
        for name in waiting {
            guard case .show(let alert) = outbox.item(name), alert.group == group else { continue }
            outbox.remove(name)
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
                guard let status = FileSystem.status(path), status.modified < limit else { continue }
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
