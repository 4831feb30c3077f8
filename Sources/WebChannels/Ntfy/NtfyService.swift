internal import AlertDelivery
internal import LosslessJSON
internal import RingbackModel

/// A topic of an ntfy server.
///
/// A button can only send a request somewhere. So each question has a topic of its own for its
/// answers, with a name that nobody can guess; a button publishes there, and we subscribe to it.
///
/// Source: https://docs.ntfy.sh/publish/ ("Publish as JSON", "Action buttons", "Updating
/// notifications", since 2.16) and https://docs.ntfy.sh/subscribe/api/.
struct NtfyService: WebService {
    /// The topic's own address.
    let address: WebAddress
    let token: String?

    var place: String { address.host }

    /// What a message may hold, in bytes: more would become an attachment.
    private static let longest = 3800
    private static let longestTitle = 250
    /// The server takes no more buttons.
    private static let mostButtons = 3

    private var slash: String.Index { address.path.lastIndex(of: "/") ?? address.path.startIndex }
    private var topic: String { String(address.path[slash...].dropFirst()) }
    /// The server's address, without a slash at the end.
    private var server: String { address.origin + address.path[..<slash] }

    // MARK: Showing

    func prepare(_ item: inout AwayItem) {
        guard item.alert.ask != nil, item.secret == nil else { return }
        var random = SystemRandomNumberGenerator()
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        let name = (0..<32).map { _ in letters[Int.random(in: letters.indices, using: &random)] }
        item.secret = "ringback-" + String(name)
    }

    /// What the server knows a notice by, so that a second one takes its place.
    private func sequence(_ item: AwayItem) -> String { "ringback-\(item.id)" }

    func publish(_ item: AwayItem) -> HTTPRequest {
        var call: JSONObject = [
            "topic": .string(topic), "title": .string(item.title.cut(bytes: Self.longestTitle)),
            "message": .string(message(of: item)),
            "priority": .integer(item.alert.urgency.priority),
            "tags": [.string(item.alert.kind.tag)], "sequence_id": .string(sequence(item)),
        ]
        if let replies = item.secret, !item.options.isEmpty {
            call["actions"] = .array(buttons(of: item, to: replies))
        }
        return request(call)
    }

    private func message(of item: AwayItem) -> String {
        let needsHint =
            item.alert.ask != nil
            && (item.options.isEmpty || item.options.count > Self.mostButtons)
        let text = item.body + (needsHint && !item.hint.isEmpty ? "\n" + item.hint : "")
        // The server shows `triggered` where there is no message.
        return text.isEmpty ? item.title.cut(bytes: Self.longest) : text.cut(bytes: Self.longest)
    }

    private func buttons(of item: AwayItem, to replies: String) -> [JSON] {
        item.options.prefix(Self.mostButtons).enumerated().map { index, option in
            [
                "action": "http", "label": .string(option.isEmpty ? "–" : option.cut(bytes: 60)),
                "url": .string(server + "/" + replies), "method": "POST",
                "body": .string(String(index)), "clear": true,
            ]
        }
    }

    func close(_ item: AwayItem) -> HTTPRequest? {
        guard let closing = item.closing, item.state == .sent else { return nil }
        var call: JSONObject = [
            "topic": .string(topic), "title": .string(item.title.cut(bytes: Self.longestTitle)),
            "message": .string(closing.cut(bytes: Self.longest)), "priority": 2,
            "tags": ["white_check_mark"],
        ]
        // Where the server does not know of sequences, a second message says it.
        if item.canChange { call["sequence_id"] = .string(sequence(item)) }
        return request(call)
    }

    func verdict(_ response: HTTPResponse, on item: AwayItem) -> Verdict {
        let json = try? JSON.parse(response.body)
        if response.isSuccess, let id = json?["id"]?.string {
            return .taken(
                message: id, at: json?["time"]?.int,
                canChange: json?["sequence_id"]?.string == sequence(item))
        }
        guard let json else {
            return response.verdict(
                of: place, said: "not as an ntfy server does",
                remedy: "see that ringback.ntfy.url is a topic of an ntfy server")
        }
        let said = json["error"]?.string ?? ""
        return response.verdict(of: place, said: said, remedy: remedy(response.status))
    }

    private func remedy(_ status: Int) -> String {
        switch status {
        case 401, 403:
            token == nil
                ? "the topic wants a token: name a file with it as ringback.ntfy.token_file"
                : "get a new access token from the server, or leave to write to the topic"
        default: ""
        }
    }

    func search(for item: AwayItem) -> HTTPRequest? {
        guard let left = item.left else { return nil }
        let since = left.milliseconds / 1000 - 60
        return get("/\(topic)/json?poll=1&since=\(since)")
    }

    func hasArrived(_ item: AwayItem, _ response: HTTPResponse) -> Bool? {
        guard response.isSuccess else { return nil }
        let lines = response.body.split(separator: 0x0A)
        let messages = lines.compactMap { try? JSON.parse(Array($0)) }
        guard messages.count == lines.count else { return nil }
        let message = message(of: item)
        return messages.contains { json in
            json["sequence_id"]?.string == sequence(item) || json["message"]?.string == message
        }
    }

    // MARK: Hearing

    func listen(to items: [AwayItem], from mark: Int?, for milliseconds: Int) -> HTTPRequest? {
        let topics = items.filter { $0.isOpen && !$0.options.isEmpty }.compactMap(\.secret)
        guard !topics.isEmpty else { return nil }
        // Nothing but answers ever comes to such a topic: each time all of it is read.
        var request = get("/\(topics.joined(separator: ","))/json?since=all")
        request.isStream = true
        request.milliseconds = milliseconds * 6
        return request
    }

    func hear(_ bytes: [UInt8], of items: [AwayItem]) -> Hearing? {
        guard let json = try? JSON.parse(bytes), let event = json["event"]?.string else {
            return nil
        }
        var hearing = Hearing()
        guard event == "message" else { return hearing }
        guard let topic = json["topic"]?.string, let number = json["id"]?.string,
            let item = items.first(where: { $0.secret == topic && $0.isOpen }),
            let index = json["message"]?.string.flatMap({ Int($0) }),
            item.options.indices.contains(index)
        else {
            hearing.ignored = 1
            return hearing
        }
        hearing.answers = [
            .init(id: item.id, answer: .option(index), event: number, message: item.message)
        ]
        return hearing
    }

    // MARK: Probing

    /// A token is refused by `/v1/account`; without one there is nothing to find out but whether
    /// somebody is there.
    var probes: [HTTPRequest] { [get(token == nil ? "/v1/health" : "/v1/account")] }

    func trouble(_ response: HTTPResponse) -> Trouble? {
        if response.isSuccess, (try? JSON.parse(response.body)) != nil { return nil }
        let said = (try? JSON.parse(response.body))?["error"]?.string
        let reason = "\(place) answers \(response.status)"
        if response.status == 401 || response.status == 403 {
            return Trouble(
                reason: "the token is refused (\(response.status))", remedy: remedy(response.status)
            )
        }
        return Trouble(
            reason: said.map { "\(reason): \(PlainText.line($0, limit: 200))" }
                ?? "\(reason), but not as an ntfy server does",
            remedy: "see that ringback.ntfy.url is a topic of an ntfy server")
    }

    private var authorization: [String] { token.map { ["Authorization: Bearer \($0)"] } ?? [] }

    private func get(_ path: String) -> HTTPRequest {
        HTTPRequest(
            method: "GET", url: server + path, headers: authorization,
            isLoopback: address.isLoopback)
    }

    private func request(_ call: JSONObject) -> HTTPRequest {
        HTTPRequest(
            url: server + "/", headers: ["Content-Type: application/json"] + authorization,
            body: JSON.object(call).bytes(), isLoopback: address.isLoopback)
    }
}

extension Alert.Urgency {
    /// Source: "Message priority": 5 would ring like an alarm.
    fileprivate var priority: Int {
        switch self {
        case .low: 2
        case .normal: 3
        case .critical: 4
        }
    }
}

extension Alert.Kind {
    /// The short code of an emoji, which stands before the title.
    fileprivate var tag: String {
        switch self {
        case .completed, .turnFinished: "white_check_mark"
        case .failed, .turnFailed: "x"
        case .question: "question"
        case .permission: "lock"
        case .idle: "zzz"
        case .message: "speech_balloon"
        case .test: "bell"
        }
    }
}
