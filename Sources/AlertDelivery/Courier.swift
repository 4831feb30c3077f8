package import RingbackModel
internal import RingbackSettings
package import RingbackSystem

/// Carries alerts from the outbox to the person. One for a user; it leaves when it is idle.
package final class Courier {
    let paths: Paths
    let environment: Environment
    let channels: ChannelRack
    let asks: OpenAsks
    let answering: Answering
    private let outbox: Outbox
    let log: DeliveryLog
    let now: () -> Timestamp
    /// The terminals that were opened for questions.
    var windows: [TerminalWindow.Process] = []
    /// Items that no channel took in this life; they wait for the next courier.
    private var waiting: Set<String> = []

    /// How long it stays when there is nothing to do, in milliseconds: the next alert then finds it
    /// awake.
    private let idle: Int
    /// How long it stays because notices would go with it.
    private static let longest = 10 * 60 * 1000

    /// - Parameters:
    ///   - channels: every channel that this program has, each kind in the order in which it is
    ///     tried.
    ///   - answering: who is told what somebody has answered.
    package init(
        _ environment: Environment, _ paths: Paths, channels: [any Channel],
        answering: Answering = .beside, idle milliseconds: Int = 20_000,
        now: @escaping () -> Timestamp
    ) {
        self.environment = environment
        self.paths = paths
        self.channels = ChannelRack(channels)
        self.answering = answering
        self.now = now
        idle = milliseconds
        outbox = Outbox(paths)
        log = DeliveryLog(paths)
        asks = OpenAsks(paths, self.channels)
    }

    /// Delivers until there is nothing more to do.
    ///
    /// - Parameter lock: held by this process alone; it is given up before the last look at the
    ///   outbox, so that no alert falls between.
    package func run(holding lock: consuming FileLock) throws(SystemError) {
        try FileSystem.makeFolder(outbox.folder)
        let watch = try FolderWatch(outbox.folder)
        resumeAsks()
        var held = consume lock
        while true {
            takeReplies()
            deliverAll()
            if wait(watch, milliseconds: idle) || retryWaiting() || stay(watch) { continue }
            held.release()
            guard outbox.names().contains(where: { !waiting.contains($0) }),
                let again = try FileLock.ifFree(CourierLock.path(paths))
            else { return forgetOldSessions() }
            held = again
        }
    }

    /// Sleeps until something lies in the outbox, or somebody has answered.
    ///
    /// - Returns: whether that was so before the time was over.
    private func wait(_ watch: borrowing FolderWatch, milliseconds: Int) -> Bool {
        let deadline = Deadline(milliseconds: milliseconds)
        let sources = [watch.descriptor.number] + channels.signals
        while true {
            let ready = Readiness.wait(for: sources, milliseconds: Int(deadline.milliseconds))
            if ready[0] { _ = watch.changes() }
            if ready.contains(true) { return true }
            if deadline.hasPassed { return false }
        }
    }

    /// Sleeps as long as somebody may answer, or notices would go with this process.
    ///
    /// - Returns: whether there is something to do.
    private func stay(_ watch: borrowing FolderWatch) -> Bool {
        let begin = Deadline(milliseconds: Self.longest)
        while true {
            let notices = channels.holdNotices ? Int(begin.milliseconds) : 0
            let patience = max(notices, asks.patience(at: now()))
            guard patience > 0 else { return false }
            if wait(watch, milliseconds: patience) { return true }
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
        if alert.ask != nil, alert.isOver {
            log.add(DeliveryLog.Entry(alert, .silent, reason: "nobody waits for it", at: now()))
            return true
        }
        let attempts = show(alert, settings, &memory)
        if attempts.contains(where: { $0.id != nil }) {
            try? memory.save(session: session, paths)
            log.add(DeliveryLog.Entry(alert, .shown, attempts: attempts, at: now()))
            return true
        }
        if alert.isAnswer {
            let reason = "the question stands nowhere any more"
            log.add(
                DeliveryLog.Entry(alert, .silent, reason: reason, attempts: attempts, at: now()))
            return true
        }
        if isRetry { return false }
        log.add(
            DeliveryLog.Entry(
                alert, .waiting, reason: "no channel could show it; it is tried again for a day",
                attempts: attempts, at: now()))
        return false
    }

    /// Shows an alert where it belongs, and remembers it if it is shown.
    private func show(
        _ alert: Alert, _ settings: Settings, _ memory: inout SessionMemory
    ) -> [DeliveryLog.Entry.Attempt] {
        let notice = NoticeComposer.notice(for: alert, settings, at: now())
        let here = channels.inOrder(for: alert, settings)
        let elsewhere = channels.elsewhere(for: alert, settings)
        guard alert.ask == nil, !alert.isAnswer else {
            let attempts =
                alert.isAnswer
                ? conclude(notice) : asks.raise(notice, here: here, elsewhere: elsewhere)
            if attempts.contains(where: { $0.id != nil }) {
                // Where it stands, the ledger knows.
                memory.remember(alert, on: .desktop, id: 0, at: now())
            }
            return attempts
        }
        var attempts: [DeliveryLog.Entry.Attempt] = []
        var shown: [(channel: ChannelName, id: UInt32)] = []
        func show(on channel: any Channel) {
            var notice = notice
            notice.replaces = memory.id(of: alert.group, on: channel.name, at: now())
            attempts.append(channels.attempt(notice, on: channel))
            if let id = attempts[attempts.count - 1].id { shown.append((channel.name, id)) }
        }
        for channel in here where shown.isEmpty { show(on: channel) }
        for channel in elsewhere
        where !attempts.contains(where: { $0.channel == channel.name.rawValue }) {
            show(on: channel)
        }
        if let first = shown.first {
            memory.remember(alert, on: first.channel, id: first.id, at: now())
            for place in shown.dropFirst() {
                memory.add(alert.group, on: place.channel, id: place.id, at: now())
            }
        }
        return attempts
    }

    /// Puts an answer in the place of its question, which may not have been shown yet.
    private func conclude(_ notice: Notice) -> [DeliveryLog.Entry.Attempt] {
        forgetWaiting(notice.alert.group)
        return asks.conclude(with: notice)
    }

    /// Drops what found no way in the life of this courier or another.
    private func forgetWaiting(_ group: String) {
        for name in outbox.names() where name.hasSuffix(Outbox.waiting) {
            guard case .show(let alert) = outbox.item(name), alert.group == group else { continue }
            outbox.remove(name)
            waiting.remove(name)
        }
    }

    private func withdraw(_ group: String, _ session: String) {
        var memory = SessionMemory(of: session, paths)
        forgetWaiting(group)
        asks.withdraw(group: group)
        for channel in channels.all {
            let id = memory.id(of: group, on: channel.name, at: now())
            if id > 0 { channel.withdraw(id: id) }
        }
        memory.forget(group: group)
        try? memory.save(session: session, paths)
    }

    /// Removes what is remembered of sessions that nothing was heard of for a week.
    private func forgetOldSessions() {
        let limit = Clock.wallNanoseconds() - 7 * 86400 * 1_000_000_000
        let folders = [
            SessionMemory.folder(paths), Attention.folder(paths), AskLedger.folder(paths),
        ]
        for folder in folders {
            for path in FileSystem.names(in: folder).map({ folder + "/" + $0 }) {
                guard let status = FileSystem.status(path), status.modified < limit else {
                    continue
                }
                FileSystem.remove(path)
            }
        }
    }
}
