internal import AlertDelivery
internal import LosslessJSON
internal import RingbackModel

/// A server that alerts are posted to. It can be told, and tells nothing.
struct WebhookService: WebService {
    /// A secret as a whole, where Slack or Discord gave it out.
    let address: WebAddress
    let form: WebhookSettings.Form
    let headers: [String: String]

    var place: String { address.host }

    func publish(_ item: AwayItem) -> HTTPRequest {
        let further = headers.keys.sorted().map { "\($0): \(headers[$0] ?? "")" }
        return HTTPRequest(
            url: address.text, headers: ["Content-Type: application/json"] + further,
            body: content(of: item).bytes(), isLoopback: address.isLoopback)
    }

    private func content(of item: AwayItem) -> JSON {
        switch form {
        case .json: Self.plain(item)
        case .slack: Self.slack(item)
        case .discord: Self.discord(item)
        }
    }

    /// Ringback's own form.
    private static func plain(_ item: AwayItem) -> JSON {
        let alert = item.alert
        var object: JSONObject = [
            "kind": .string(alert.kind.rawValue), "title": .string(item.title),
            "body": .string(item.body), "urgency": .string(alert.urgency.word),
            "agent": .text(alert.agent?.rawValue), "project": .text(item.project),
            "task": .text(alert.task), "created": .string(alert.created.text()),
        ]
        if alert.ask != nil {
            object["options"] = .array(item.options.map(JSON.string))
            object["answer"] = .string(item.hint)
        }
        object.dropNulls()
        return .object(object)
    }

    /// The text of an item where nobody can answer.
    private static func body(of item: AwayItem) -> String {
        [item.body, item.hint].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// Source: https://docs.slack.dev/messaging/formatting-message-text: these three are replaced,
    /// so that no mention, channel or link can be written.
    private static func slack(_ item: AwayItem) -> JSON {
        func escape(_ text: String) -> String {
            var escaped = ""
            for scalar in text.unicodeScalars {
                switch scalar {
                case "&": escaped += "&amp;"
                case "<": escaped += "&lt;"
                case ">": escaped += "&gt;"
                default: escaped.unicodeScalars.append(scalar)
                }
            }
            return escaped
        }
        let title = item.title.cut(units: 250)
        let body = body(of: item).cut(units: 3000)
        return ["text": .string("*\(escape(title))*" + (body.isEmpty ? "" : "\n" + escape(body)))]
    }

    /// What a message of Discord's may hold, in UTF-16 units.
    private static let longest = 2000

    /// Source: https://docs.discord.com/developers/resources/webhook, "Execute Webhook", and
    /// "Allowed Mentions": an empty list pings nobody, whatever the text says.
    private static func discord(_ item: AwayItem) -> JSON {
        func escape(_ text: String) -> String {
            var escaped = ""
            for scalar in text.unicodeScalars {
                if "\\*_~`|>#[]()<-".unicodeScalars.contains(scalar) { escaped += "\\" }
                escaped.unicodeScalars.append(scalar)
            }
            return escaped
        }
        let head = "**\(escape(item.title.cut(units: 200)))**"
        let room = longest - head.utf16.count - 1
        var body = body(of: item).cut(units: room)
        // What escaping adds is known only afterwards.
        while escape(body).utf16.count > room {
            body = body.cut(units: body.utf16.count - max(1, (escape(body).utf16.count - room) / 2))
        }
        return [
            "content": .string(head + (body.isEmpty ? "" : "\n" + escape(body))),
            "allowed_mentions": ["parse": []],
        ]
    }

    func verdict(_ response: HTTPResponse, on item: AwayItem) -> Verdict {
        if response.isSuccess { return .taken(message: nil, at: nil, canChange: false) }
        let json = try? JSON.parse(response.body)
        let said = json?["message"]?.string ?? json?["error"]?.string ?? ""
        let verdict = response.verdict(
            of: place, said: said,
            remedy: "see that the address of ringback.webhook still counts, and its form")
        // Discord tells it in seconds with a fraction.
        if case .later(let reason, nil) = verdict, let seconds = json?["retry_after"]?.double,
            seconds.isFinite, (0...86_400).contains(seconds)
        {
            return .later(reason: reason, seconds: Int(seconds.rounded(.up)))
        }
        return verdict
    }

    /// Whether it is the right address, only a message would tell.
    var probes: [HTTPRequest] {
        [HTTPRequest(method: "HEAD", url: address.text, isLoopback: address.isLoopback)]
    }

    func trouble(_ response: HTTPResponse) -> Trouble? {
        guard response.status >= 500 else { return nil }
        return Trouble(reason: "\(place) answers \(response.status)")
    }
}
