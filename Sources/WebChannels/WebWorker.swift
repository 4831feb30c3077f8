internal import AlertDelivery
internal import RingbackModel
internal import RingbackSystem
internal import Synchronization

/// The thread of one channel: sends what is handed over, one after the other, and listens for
/// answers as long as a question is open.
///
/// **Once.** No server but ntfy's can tell two sendings of a notice from one. So a request is sent
/// again only if it can't have been taken: the server says so, or not all of it has left. Once all
/// of it has left and no answer comes, nobody knows: ntfy is asked whether it has the notice; the
/// others are not sent it again. That a request is leaving is written down first, so this holds for
/// whoever takes over after a kill, too.
///
/// Everything but ``Desk`` is touched by the thread alone, which is why it may be handed to it.
final class WebWorker: @unchecked Sendable {
    private let name: ChannelName
    private let host: WebHost
    private let spool: Spool
    let desk: Desk

    private var items: [AwayItem] = []
    private var transfers: Transfers
    private var service: (any WebService)?
    private var settings: AwaySettings?

    /// What is being sent, of which item.
    private var sending: (transfer: Transfer, job: Job, id: UInt32)?
    /// When the next may be sent.
    private var notBefore = Deadline(milliseconds: 0)

    private var listening: (transfer: Transfer, request: HTTPRequest)?
    private var listenNotBefore = Deadline(milliseconds: 0)
    private var listenTries = 0
    /// Whether there is something to listen to.
    private var wantsToListen = false
    /// What was last noted of listening: the same is not noted twice.
    private var lastTrouble = ""

    private enum Job: Equatable {
        case publish, search, close
    }

    init(_ name: ChannelName, _ host: WebHost, _ desk: Desk) {
        self.name = name
        self.host = host
        self.desk = desk
        spool = Spool(host.paths, name)
        transfers = Transfers(authorities: host.authorities, milliseconds: host.pace.request)
    }

    /// Works until the desk is closed. To be called on a thread of its own.
    func run() {
        desk.open(transfers.waker)
        defer { desk.isClosed() }
        guard let lock = lock() else { return }
        takeOver()
        while !desk.isClosing {
            takeFromDesk()
            forget()
            startSending()
            startListening()
            desk.holds(items.contains(where: isUnfinished))
            for finished in transfers.proceed(milliseconds: patience) { take(finished) }
            if let listening, listening.request.isStream { hear(listening.transfer.takeLines()) }
        }
        lock.release()
    }

    /// The lock of the spool; a courier that is leaving may still have it.
    private func lock() -> FileLock? {
        while !desk.isClosing {
            do throws(SystemError) {
                if let lock = try spool.lockIfFree() { return lock }
            } catch {
                note("\(error)")
            }
            _ = transfers.proceed(milliseconds: host.pace.lockPause)
        }
        return nil
    }

    private func note(_ message: String) { host.note("\(name.rawValue): \(message)") }

    /// How long nothing has to be done, in milliseconds.
    private var patience: Int {
        var wait = 60_000
        if sending == nil, items.contains(where: { job(of: $0) != nil }) {
            wait = min(wait, Int(notBefore.milliseconds))
        }
        if listening == nil, wantsToListen {
            wait = min(wait, Int(listenNotBefore.milliseconds))
        }
        return wait
    }

    // MARK: Items

    private func save(_ item: AwayItem) {
        do throws(SystemError) {
            try spool.save(item)
        } catch {
            note("\(error)")
        }
    }

    private func change(_ id: UInt32, _ change: (inout AwayItem) -> Void) {
        guard let index = items.firstIndex(where: { $0.id == id }) else { return }
        let before = items[index]
        change(&items[index])
        if items[index] != before { save(items[index]) }
    }

    private func remove(_ id: UInt32) {
        for item in items where item.id == id { spool.remove(item) }
        items.removeAll { $0.id == id }
    }

    private func item(_ id: UInt32) -> AwayItem? { items.first { $0.id == id } }

    /// Takes over what earlier couriers have left.
    private func takeOver() {
        for item in spool.items() where !items.contains(where: { $0.id == item.id }) {
            items.append(item)
        }
        for item in items {
            change(item.id) { item in
                if item.state == .unsent { item.isLate = true }
            }
            if item.isOpen, let reply = item.reply {
                desk.hand(Reply(id: item.id, answer: reply))
            }
        }
    }

    private func takeFromDesk() {
        let news = desk.takeNews()
        for item in news.arrivals where !items.contains(where: { $0.id == item.id }) {
            items.append(item)
        }
        for id in news.late {
            change(id) { item in
                if item.state != .sent { item.isLate = true }
            }
        }
        for (id, words) in news.closings {
            guard let item = item(id) else { continue }
            if item.state == .unsent, sending?.id != id {
                remove(id)
            } else if item.alert.ask != nil || item.alert.kind.needsAnswer {
                change(id) { $0.closing = words }
            }
        }
        desk.isWritten(news)
    }

    /// Drops what is done with, and gives up what is too old.
    private func forget() {
        for item in items where sending?.id != item.id {
            let age = host.now.seconds(since: item.created) * 1000
            switch item.state {
            case .unsent where age > Double(host.pace.giveUp):
                conclude(item, .failed(reason: "it could not be sent for a day", remedy: ""))
                remove(item.id)
            case .unsent: continue
            case .leaving, .sent:
                if item.closing != nil { continue }
                let waits = item.alert.kind.needsAnswer
                let limit = waits ? host.pace.giveUp : host.pace.memory
                if age > Double(limit) { remove(item.id) }
            }
        }
    }

    /// Whether something is left to be done for it that must not wait for the next courier.
    private func isUnfinished(_ item: AwayItem) -> Bool { job(of: item) != nil }

    private func job(of item: AwayItem) -> Job? {
        switch item.state {
        case .unsent: .publish
        case .leaving: item.heard == Self.unknown ? (item.closing == nil ? nil : .close) : .search
        case .sent: item.closing == nil ? nil : .close
        }
    }

    /// What stands in ``AwayItem/heard`` of an item that nobody knows of whether it has arrived.
    private static let unknown = "?"

    /// Tells the courier what has become of an item, or the log, if the courier has gone on.
    private func conclude(_ item: AwayItem, _ delivery: Delivery) {
        desk.tell(item.id, delivery)
        guard item.isLate else { return }
        let waited = host.now.seconds(since: item.created) * 1000
        let attempt = DeliveryLog.Entry.Attempt(
            channel: name.rawValue, delivery: delivery, milliseconds: waited)
        let log = DeliveryLog(host.paths)
        switch delivery {
        case .shown: log.add(.init(item.alert, .shown, attempts: [attempt], at: host.now))
        case .failed(let reason, _):
            log.add(
                .init(
                    item.alert, .silent, reason: "\(name.rawValue): \(reason)",
                    attempts: [attempt], at: host.now))
        }
    }

    // MARK: Sending

    private func currentService() throws(Trouble) -> any WebService {
        let now = host.settings
        if let service, now == settings { return service }
        settings = now
        let made = try host.service(name, now)
        service = made
        return made
    }

    private func startSending() {
        guard sending == nil, notBefore.hasPassed else { return }
        let waiting = items.filter { job(of: $0) != nil }
        // What is new goes before what is over.
        guard let first = waiting.first(where: { job(of: $0) != .close }) ?? waiting.first,
            let job = job(of: first)
        else { return }
        do throws(Trouble) {
            let service = try currentService()
            if job == .publish { change(first.id, service.prepare) }
            guard let item = item(first.id) else { return }
            guard let request = request(job, item, service) else {
                return job == .search ? isUnknown(item, "it is not known") : remove(item.id)
            }
            let id = item.id
            let transfer = transfers.start(request) { [unowned self] in
                guard job == .publish else { return }
                change(id) { item in
                    item.state = .leaving
                    item.left = host.now
                    item.heard = nil
                }
            }
            if let transfer {
                sending = (transfer, job, id)
            } else {
                notBefore = Deadline(milliseconds: host.pace.longestPause)
            }
        } catch {
            switch job {
            case .publish:
                conclude(first, .failed(reason: error.reason, remedy: error.remedy))
                remove(first.id)
            case .search: isUnknown(first, error.reason)
            case .close: remove(first.id)
            }
        }
    }

    private func request(_ job: Job, _ item: AwayItem, _ service: any WebService) -> HTTPRequest? {
        switch job {
        case .publish: service.publish(item)
        case .search: service.search(for: item)
        case .close: service.close(item)
        }
    }

    private func take(_ finished: Transfers.Finished) {
        if let listening, listening.transfer === finished.transfer {
            self.listening = nil
            return takeHearing(finished)
        }
        guard let (transfer, job, id) = sending, transfer === finished.transfer else { return }
        sending = nil
        guard let item = item(id), let service else { return }
        switch finished.outcome {
        case .success(let response):
            switch job {
            case .publish: take(service.verdict(response, on: item), on: item, service)
            case .search:
                switch service.hasArrived(item, response) {
                case true?: take(.taken(message: nil, at: nil, canChange: true), on: item, service)
                case false?: change(id) { $0.state = .unsent }
                case nil: isUnknown(item, "\(service.place) does not tell")
                }
            case .close: takeClosing(service.verdict(response, on: item), of: item)
            }
        case .failure(let failure):
            let reason = service.place + " " + failure.reason
            switch job {
            case .publish where failure.mayHaveArrived:
                if service.search(for: item) == nil {
                    isUnknown(item, reason)
                } else {
                    pause(item, reason, nil)
                }
            case .publish: later(item, reason, failure.remedy, nil)
            case .search: pause(item, reason, nil)
            case .close: takeClosing(.later(reason: reason, seconds: nil), of: item)
            }
        }
    }

    private func take(_ verdict: Verdict, on item: AwayItem, _ service: any WebService) {
        switch verdict {
        case .taken(let message, let moment, let canChange):
            notBefore = Deadline(milliseconds: 0)
            change(item.id) { item in
                item.state = .sent
                item.message = message
                item.taken = moment
                item.canChange = canChange
                item.tries = 0
            }
            let number = message.map { ", message \($0)" } ?? ""
            conclude(item, .shown(id: item.id, detail: service.place + number))
        case .later(let reason, let seconds): later(item, reason, "", seconds)
        case .refused(let trouble):
            // A new secret may have been put down by the next time.
            self.service = nil
            conclude(item, .failed(reason: trouble.reason, remedy: trouble.remedy))
            remove(item.id)
        }
    }

    /// It can't have been taken: it is tried again.
    private func later(_ item: AwayItem, _ reason: String, _ remedy: String, _ seconds: Int?) {
        change(item.id) { $0.state = .unsent }
        pause(item, reason, seconds)
    }

    private func pause(_ item: AwayItem, _ reason: String, _ seconds: Int?) {
        change(item.id) { item in
            item.tries += 1
            item.isLate = true
        }
        let tries = self.item(item.id)?.tries ?? 1
        notBefore = Deadline(milliseconds: host.pace.pause(after: tries, asked: seconds))
        if tries == 1 { note("\(reason); it is tried again") }
        desk.tell(
            item.id, .shown(id: item.id, detail: "not yet: \(reason); it is tried again for a day"))
    }

    /// It may have been taken, and nobody can tell: it is left at that.
    private func isUnknown(_ item: AwayItem, _ reason: String) {
        let words = "it may have arrived: \(reason); it is not sent twice"
        note(words)
        conclude(item, .shown(id: item.id, detail: words))
        change(item.id) { item in
            item.state = .leaving
            item.heard = Self.unknown
        }
    }

    /// A closing that does not succeed is tried for a while only: the answer counts without it.
    private func takeClosing(_ verdict: Verdict, of item: AwayItem) {
        guard case .later(_, let seconds) = verdict, item.tries < 10 else { return remove(item.id) }
        change(item.id) { $0.tries += 1 }
        notBefore = Deadline(
            milliseconds: host.pace.pause(after: item.tries + 1, asked: seconds))
    }

    // MARK: Listening

    private func startListening() {
        let open = items.filter(\.isOpen)
        wantsToListen = !open.isEmpty
        if open.isEmpty, listening == nil { return }
        if listening == nil, !listenNotBefore.hasPassed { return }
        let request = open.isEmpty ? nil : listenRequest(open)
        if let listening {
            guard listening.request != request else { return }
            transfers.cancel(listening.transfer)
            self.listening = nil
        }
        guard let request else { return }
        if let transfer = transfers.start(request) {
            listening = (transfer, request)
        } else {
            listenNotBefore = Deadline(milliseconds: host.pace.longestPause)
        }
    }

    private func listenRequest(_ open: [AwayItem]) -> HTTPRequest? {
        do throws(Trouble) {
            let request = try currentService().listen(
                to: open, from: spool.mark, for: host.pace.listening)
            if request == nil { wantsToListen = false }
            return request
        } catch {
            restListening(error.reason, nil)
            return nil
        }
    }

    private func takeHearing(_ finished: Transfers.Finished) {
        switch finished.outcome {
        case .success(let response) where response.isSuccess:
            let request = finished.transfer.request
            let lines = request.isStream ? finished.transfer.takeLines() : [response.body]
            guard hear(lines) else { return restListening("its answer makes no sense", nil) }
            // A stream that ends at once would be asked for without end.
            if request.isStream { listenNotBefore = Deadline(milliseconds: host.pace.firstPause) }
        case .success(let response):
            if response.status == 401 || response.status == 403 { service = nil }
            restListening("it answers \(response.status)", response.retryAfter)
        case .failure(let failure):
            if !finished.transfer.request.isStream { return restListening(failure.reason, nil) }
            hear(finished.transfer.takeLines())
            restListening(failure.reason, nil)
        }
    }

    private func restListening(_ reason: String, _ seconds: Int?) {
        listenTries += 1
        listenNotBefore = Deadline(
            milliseconds: host.pace.pause(after: listenTries, asked: seconds))
        if reason != lastTrouble { note("answers can't be taken: \(reason)") }
        lastTrouble = reason
    }

    /// - Returns: whether it made sense.
    @discardableResult
    private func hear(_ answers: [[UInt8]]) -> Bool {
        guard let service else { return false }
        var makesSense = true
        for bytes in answers {
            guard let hearing = service.hear(bytes, of: items) else {
                makesSense = false
                continue
            }
            listenTries = 0
            lastTrouble = ""
            hearing.answers.forEach(take)
            // The mark follows on the answers: what is lost in between is heard once more.
            if let mark = hearing.mark, mark > spool.mark ?? .min { try? spool.setMark(mark) }
            for request in hearing.thanks { _ = transfers.start(request) }
            if hearing.ignored > 0 { note("ignored \(hearing.ignored) of what was said there") }
        }
        return makesSense
    }

    private func take(_ answer: Hearing.Answer) {
        guard let item = item(answer.id), item.isOpen, item.heard != answer.event else { return }
        change(answer.id) { item in
            item.state = .sent
            item.message = answer.message
            if item.heard == Self.unknown { item.canChange = true }
            item.reply = answer.answer
            item.heard = answer.event
        }
        desk.hand(Reply(id: answer.id, answer: answer.answer))
    }
}
