internal import AlertDelivery
internal import DesktopChannel
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem

extension DesktopChannel {
    /// Does what a request asks for.
    func answer(_ request: JSON) -> JSONObject {
        if let id = request["withdraw"]?.int {
            withdraw(id: UInt32(id))
            return [:]
        }
        if let milliseconds = request["replies"]?.int {
            _ = Readiness.wait(for: [replySignal ?? -1], milliseconds: milliseconds)
            return ["replies": .array(replies().map { .string($0.text) })]
        }
        if let id = request["resume"]?.int {
            return answer(resume(Notice(request), id: UInt32(id)))
        }
        if request["holds"] != nil { return ["holds": .bool(holdsNotices)] }
        guard let delivery = request["probe"] == nil ? show(Notice(request)) : probe() else {
            return [:]
        }
        return answer(delivery)
    }

    private func answer(_ delivery: Delivery) -> JSONObject {
        switch delivery {
        case .shown(let id, let detail):
            return [
                "shown": .integer(id), "detail": .string(detail),
                "facts": .object(JSONObject(facts.map { ($0, JSON.string($1)) })),
            ]
        case .failed(let reason, let remedy):
            return [
                "failed": .string(reason), "remedy": .string(remedy),
                "facts": .object(JSONObject(facts.map { ($0, JSON.string($1)) })),
            ]
        }
    }
}

extension Reply {
    /// `7 option 0`, `7 text yes`, `7 opened token`.
    fileprivate var text: String {
        switch answer {
        case .option(let index): "\(id) option \(index)"
        case .text(let text): "\(id) text \(text)"
        case .opened: "\(id) opened \(activation ?? "-")"
        case .dismissed: "\(id) dismissed"
        case .lost: "\(id) lost"
        }
    }
}

extension Notice {
    fileprivate init(_ json: JSON) {
        let text = json["title"]?.string ?? ""
        let kind = json["kind"]?.string.flatMap(Alert.Kind.init) ?? .completed
        var alert = Alert(
            kind, title: text, body: "", key: "key", source: "test",
            group: json["group"]?.string ?? "", created: Timestamp(milliseconds: 0))
        alert.icon = json["icon"]?.string
        alert.ask = Ask(json["ask"])
        alert.origin.bus = json["bus"]?.string
        if let word = json["urgency"]?.string, let urgency = Alert.Urgency(word: word) {
            alert.urgency = urgency
        }
        self.init(alert: alert, title: text, body: json["body"]?.string ?? "")
        answers = json["answers"]?.string ?? ""
        replaces = UInt32(json["replaces"]?.int ?? 0)
        sound = json["sound"]?.string
        expireSeconds = json["expire"]?.int
    }
}
