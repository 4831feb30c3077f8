package import AlertDelivery
internal import Glibc
package import RingbackModel
internal import RingbackSystem

/// A channel that leaves the machine.
///
/// A notice is written to the spool and handed to a thread of the channel's own, which sends it. It
/// counts as shown as soon as it is there: the courier hears within 1.2 s that it was sent, that it
/// was refused, or that it is tried again; what comes later stands in the log.
package final class WebChannel: Channel {
    package let name: ChannelName
    private let host: WebHost
    private let spool: Spool
    /// `nil` until something has to be sent or listened to.
    private var desk: Desk?
    private var lastPlace: String?
    /// How long the thread may take to write something down, in milliseconds.
    private static let moment = 200

    init(_ name: ChannelName, _ host: WebHost) {
        self.name = name
        self.host = host
        spool = Spool(host.paths, name)
    }

    deinit { desk?.shut(milliseconds: 0) }

    package let reach = Reach.elsewhere

    /// The thread, started if need be: then it takes over what another courier has left.
    private func working() -> Desk? {
        if let desk { return desk }
        guard Curl.isThere, let desk = Desk() else { return nil }
        let (name, host) = (name, host)
        guard WorkerThread.start({ WebWorker(name, host, desk).run() }) else { return nil }
        self.desk = desk
        return desk
    }

    // MARK: Showing

    package func show(_ notice: Notice) -> Delivery {
        let settings = host.settings
        // Who tests wants to know now, and nothing else.
        if notice.alert.kind == .test { return showNow(notice, settings) }
        if notice.alert.ask == nil, notice.alert.source == Alert.answerSource {
            return conclude(notice, settings)
        }
        if notice.replaces == 0, let known = known(notice.alert) {
            return .shown(id: known.id, detail: "it was sent before")
        }
        guard Curl.isThere else {
            let failure = HTTPFailure.noLibrary
            return .failed(reason: "it \(failure.reason)", remedy: failure.remedy)
        }
        guard let desk = working() else {
            return .failed(reason: "there is no thread for it", remedy: "")
        }
        if notice.replaces != 0, notice.alert.ask != nil {
            desk.close(notice.replaces, with: "Asked again below.", milliseconds: Self.moment)
        }
        let item = item(of: notice, settings)
        do throws(SystemError) {
            try spool.save(item)
        } catch {
            // It is sent all the same; only a crash would lose it.
            host.note("\(name.rawValue): \(error)")
        }
        let waiting = Delivery.shown(
            id: item.id, detail: "under way: it is tried for a day, and the log will tell")
        return desk.send(item, milliseconds: host.pace.patience) ?? waiting
    }

    /// What was sent of an alert already: a courier that was killed may not have noted it.
    private func known(_ alert: Alert) -> AwayItem? {
        spool.items().last {
            $0.alert.key == alert.key && $0.alert.group == alert.group && $0.closing == nil
        }
    }

    private func item(of notice: Notice, _ settings: AwaySettings) -> AwayItem {
        let redact = Redaction(home: host.paths.home, isOn: settings.redacts)
        let alert = notice.alert
        let project = alert.folder?.split(separator: "/").last.map(String.init)
        return AwayItem(
            id: UInt32.random(in: 1...UInt32(Int32.max)), alert: alert,
            title: redact(notice.title), body: redact(notice.body),
            options: (alert.ask?.options ?? []).map { redact(PlainText.line($0, limit: 200)) },
            hint: redact(notice.answers), project: project.map { redact($0) }, created: host.now)
    }

    /// Puts an answer in the place of its question.
    private func conclude(_ notice: Notice, _ settings: AwaySettings) -> Delivery {
        let redact = Redaction(home: host.paths.home, isOn: settings.redacts)
        let words = [notice.title, notice.body].filter { !$0.isEmpty }.joined(separator: "\n")
        guard notice.replaces > 0, let desk = working() else {
            return .failed(reason: "the question does not stand there", remedy: "")
        }
        desk.close(notice.replaces, with: redact(words), milliseconds: Self.moment)
        return .shown(id: notice.replaces, detail: "in the place of the question")
    }

    package func resume(_ notice: Notice, id: UInt32) -> Delivery {
        guard spool.items().contains(where: { $0.id == id && $0.closing == nil }),
            working() != nil
        else { return .failed(reason: "the question is not known there any more", remedy: "") }
        return .shown(id: id, detail: "")
    }

    package func withdraw(id: UInt32) {
        working()?.close(id, with: "No longer open.", milliseconds: Self.moment)
    }

    // MARK: Hearing

    /// What is under way would wait for the next courier.
    package var holdsNotices: Bool { working()?.holds ?? false }

    package var replySignal: CInt? { name == .webhook ? nil : working()?.replies.outlet }

    package func replies() -> [Reply] { desk?.takeReplies() ?? [] }

    // MARK: Testing

    package func probe() -> Delivery? {
        attempt { service, deadline throws(Trouble) in
            for probe in service.probes {
                let response = try perform(probe, service, deadline)
                if let trouble = service.trouble(response) { throw trouble }
            }
            return service.place
        }
    }

    private func showNow(_ notice: Notice, _ settings: AwaySettings) -> Delivery {
        attempt { service, deadline throws(Trouble) in
            var item = item(of: notice, settings)
            service.prepare(&item)
            let response = try perform(service.publish(item), service, deadline)
            switch service.verdict(response, on: item) {
            case .taken(let message, _, _):
                return service.place + (message.map { ", message \($0)" } ?? "")
            case .later(let reason, _):
                throw Trouble(reason: reason, remedy: "try it again in a while")
            case .refused(let trouble): throw trouble
            }
        }
    }

    private func attempt(
        _ body: (any WebService, Deadline) throws(Trouble) -> String
    ) -> Delivery {
        do throws(Trouble) {
            let service = try host.service(name, host.settings)
            lastPlace = service.place
            // A secret may take its time; what counts is the server's.
            let detail = try body(service, Deadline(milliseconds: host.pace.patience))
            return .shown(id: 0, detail: detail)
        } catch {
            return .failed(reason: error.reason, remedy: error.remedy)
        }
    }

    private func perform(
        _ request: HTTPRequest, _ service: any WebService, _ deadline: Deadline
    ) throws(Trouble) -> HTTPResponse {
        var request = request
        request.milliseconds = max(1, Int(deadline.milliseconds))
        do throws(HTTPFailure) {
            return try Transfers.perform(
                request, authorities: host.authorities, milliseconds: host.pace.patience
            ).get()
        } catch {
            throw Trouble(reason: service.place + " " + error.reason, remedy: error.remedy)
        }
    }

    package var facts: [(name: String, value: String)] {
        lastPlace.map { [("server", $0)] } ?? []
    }

    /// Ends the thread, as the end of the process would.
    func shut() { desk?.shut(milliseconds: 10_000) }
}
