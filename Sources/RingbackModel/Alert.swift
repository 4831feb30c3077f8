package import LosslessJSON

/// Something that a person should hear of, as it travels from whoever noticed it through the
/// outbox to the courier. All its text is plain: no markup, no control characters.
package struct Alert: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case completed, failed, question, permission
        case turnFinished = "turn_finished"
        case turnFailed = "turn_failed"
        case idle, message, test

        /// Whether people choose if it rings; what they send themselves always does.
        package var isChosen: Bool { self != .message && self != .test }

        /// Whether it speaks of a background task.
        package var isOfTask: Bool { self == .completed || self == .failed }

        /// Whether an agent stands still until somebody answers.
        package var needsAnswer: Bool { self == .question || self == .permission }
    }

    package enum Urgency: UInt8, CaseIterable, Sendable {
        case low = 0
        case normal = 1
        case critical = 2

        package var word: String {
            switch self {
            case .low: "low"
            case .normal: "normal"
            case .critical: "critical"
            }
        }

        package init?(word: String) {
            guard let urgency = Self.allCases.first(where: { $0.word == word }) else { return nil }
            self = urgency
        }
    }

    package var kind: Kind
    package var title: String
    /// What we say of it, in one line: how it ended, how long it took. May be empty.
    package var detail = ""
    /// What the agent said, some lines. May be empty.
    package var body: String
    package var urgency: Urgency
    /// Names this very alert: the same key is shown once, however often it arrives.
    package var key: String
    /// What it is about, where several events of an agent announce the same: a topic that another
    /// `source` has announced is not announced again.
    package var topic: String?
    /// The event that it came from.
    package var source: String
    /// A later alert of the same group takes the place of an earlier one on the screen.
    package var group: String
    package var agent: Agent?
    package var session: String?
    package var task: String?
    /// The file that keeps what the alert tells: the courier sees to it that it is on the disk.
    package var record: String?
    /// The folder that the agent works in.
    package var folder: String?
    /// A name or path of an icon; `nil` for Ringback's own choice.
    package var icon: String?
    package var created: Timestamp
    package var origin: Origin
    /// What the person can answer right there; `nil`: nothing.
    package var ask: Ask?

    package init(
        _ kind: Kind, title: String, body: String = "", key: String, topic: String? = nil,
        source: String, group: String, created: Timestamp, origin: Origin = Origin()
    ) {
        self.kind = kind
        self.title = title
        self.body = body
        self.urgency = kind.usualUrgency
        self.key = key
        self.topic = topic
        self.source = source
        self.group = group
        self.created = created
        self.origin = origin
    }
}

extension Alert.Kind {
    /// What stops an agent is critical: it stays on the screen.
    fileprivate var usualUrgency: Alert.Urgency {
        switch self {
        case .question, .permission, .failed, .turnFailed: .critical
        case .idle: .low
        case .completed, .turnFinished, .message, .test: .normal
        }
    }
}

extension Alert {
    package init?(_ json: JSON) {
        guard let kind = json["kind"]?.string.flatMap(Kind.init), let title = json["title"]?.string,
            let key = json["key"]?.string, let group = json["group"]?.string,
            let created = json["created"]?.string.flatMap(Timestamp.init)
        else { return nil }
        self.init(
            kind, title: title, body: json["body"]?.string ?? "", key: key,
            topic: json["topic"]?.string, source: json["source"]?.string ?? "", group: group,
            created: created, origin: Origin(json["origin"]))
        if let word = json["urgency"]?.string, let urgency = Urgency(word: word) {
            self.urgency = urgency
        }
        detail = json["detail"]?.string ?? ""
        agent = json["agent"]?.string.flatMap(Agent.init)
        session = json["session"]?.string
        task = json["task"]?.string
        record = json["record"]?.string
        folder = json["folder"]?.string
        icon = json["icon"]?.string
        ask = Ask(json["ask"])
    }

    package var json: JSON {
        var object: JSONObject = [
            "kind": .string(kind.rawValue), "title": .string(title),
            "detail": .string(detail), "body": .string(body),
            "urgency": .string(urgency.word), "key": .string(key), "topic": .text(topic),
            "source": .string(source), "group": .string(group), "agent": .text(agent?.rawValue),
            "session": .text(session), "task": .text(task),
            "record": .text(record), "folder": .text(folder),
            "icon": .text(icon), "created": .string(created.text()), "origin": origin.json,
        ]
        if let ask { object["ask"] = ask.json }
        return .object(object)
    }
}
