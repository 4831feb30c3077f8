internal import RingbackModel
internal import RingbackSettings
internal import RingbackSystem

extension Courier {
    /// Takes over the questions of earlier couriers.
    package func resumeAsks() { asks.resume(at: now()) { self.notice(for: $0) } }

    private func notice(for alert: Alert) -> Notice {
        let settings = SettingsFiles.load(
            paths: paths, environment: environment, agent: alert.agent, projectFolder: alert.folder
        ).settings
        return NoticeComposer.notice(for: alert, settings, at: now())
    }

    /// Does what people have answered.
    package func takeReplies() {
        windows.removeAll { $0.hasEnded }
        for channel in channels.all where channel.replySignal != nil {
            for reply in channel.replies() { take(reply, from: channel) }
        }
    }

    private func take(_ reply: Reply, from channel: any Channel) {
        guard let alert = asks.question(at: reply.id, on: channel.name), let ask = alert.ask else {
            return
        }
        switch reply.answer {
        case .option(let index):
            guard let answer = ask.answer(index) else { return }
            pass(answer, alert, reply.id, channel)
        case .text(let text):
            guard let answer = ask.answer(text) else { return }
            pass(answer, alert, reply.id, channel)
        case .opened:
            guard asks.isOpen(alert.group) else { return }
            let window = answering.open(ask, activation: reply.activation, environment)
            if let window {
                windows.append(window)
            } else {
                note("no terminal could be opened for \(ask.command.joined(separator: " "))")
            }
        case .dismissed: asks.isGone(reply.id, on: channel.name, alert)
        case .lost:
            var again = notice(for: alert)
            again.sound = nil
            asks.restore(again, lost: reply.id, on: channel)
        }
    }

    /// Passes an answer on. Whoever takes it puts the notice into the outbox that tells of it.
    private func pass(_ text: String, _ alert: Alert, _ id: UInt32, _ channel: any Channel) {
        guard let ask = alert.ask else { return }
        switch answering.pass(text, to: ask, via: channel.name) {
        case .taken: asks.isAnswered(id, on: channel.name)
        case .late(let line):
            let place = AskLedger.Place(channel.name, id)
            _ = asks.conclude(with: notice(for: alert.answered(line)), alsoAt: place)
        case .failed(let reason):
            note(reason)
            var again = notice(for: alert)
            again.body = "Your answer could not be passed on: \(reason)\n" + again.body
            asks.restore(again, lost: id, on: channel)
        }
    }

    private func note(_ message: String) {
        ProblemLog(paths).add("courier: \(message)", at: now().text())
    }
}

extension Alert {
    /// What takes the place of a question that was answered: `source` of such an alert.
    package static let answerSource = "answer"

    /// Whether it belongs in the place of a question, and nowhere else.
    var isAnswer: Bool { source == Self.answerSource && ask == nil }

    /// What tells that this question is over.
    fileprivate func answered(_ title: String) -> Alert {
        var alert = self
        alert.kind = .message
        alert.title = title
        alert.detail = ""
        alert.urgency = .low
        alert.source = Self.answerSource
        alert.ask = nil
        return alert
    }
}
