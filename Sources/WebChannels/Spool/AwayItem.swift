internal import AlertDelivery
internal import LosslessJSON
internal import RingbackModel

/// A notice on its way out of the machine, and what became of it: as it lies in the spool.
struct AwayItem: Equatable, Sendable {
    enum State: String, Sendable {
        case unsent
        /// Its request has begun to leave. If it stays so, nobody knows whether it arrived.
        case leaving
        case sent
    }

    /// What the courier knows it by.
    let id: UInt32
    /// As it came: for the log, and for what it asks.
    let alert: Alert
    /// What is sent of it, redacted.
    let title: String
    let body: String
    /// The answers to choose from, redacted.
    let options: [String]
    /// How it can be answered at the machine, redacted; empty where it asks nothing.
    let hint: String
    /// The name of the project; `nil`: none.
    let project: String?
    /// When it was handed over.
    let created: Timestamp

    var state = State.unsent
    /// How often it was tried in vain.
    var tries = 0
    /// When it last began to leave.
    var left: Timestamp?
    /// What the server calls it.
    var message: String?
    /// When the server took it, in seconds since 1970, by its own clock.
    var taken: Int?
    /// Whether the server can change what it shows.
    var canChange = false
    /// What nobody can guess: the name of a topic for the answers.
    var secret: String?
    /// What is to stand in its place: its question is over.
    var closing: String?
    /// What somebody has answered, until the question is over.
    var reply: Reply.Answer?
    /// The last thing that was heard of it, as the server numbers such things.
    var heard: String?
    /// Whether the courier has gone on before it was sent: then the log has to be told.
    var isLate = false

    init(
        id: UInt32, alert: Alert, title: String, body: String, options: [String],
        hint: String, project: String?, created: Timestamp
    ) {
        self.id = id
        self.alert = alert
        self.title = title
        self.body = body
        self.options = options
        self.hint = hint
        self.project = project
        self.created = created
    }

    /// Whether somebody may answer it now.
    var isOpen: Bool { alert.ask != nil && closing == nil && state != .unsent }
}

extension AwayItem {
    init?(_ json: JSON) {
        guard let id = json["id"]?.int.flatMap(UInt32.init(exactly:)),
            let alert = json["alert"].flatMap(Alert.init), let title = json["title"]?.string,
            let state = json["state"]?.string.flatMap(State.init),
            let created = json["created"]?.string.flatMap(Timestamp.init)
        else { return nil }
        self.init(
            id: id, alert: alert, title: title, body: json["body"]?.string ?? "",
            options: json["options"]?.array?.compactMap(\.string) ?? [],
            hint: json["hint"]?.string ?? "", project: json["project"]?.string, created: created)
        self.state = state
        tries = json["tries"]?.int ?? 0
        left = json["left"]?.string.flatMap(Timestamp.init)
        message = json["message"]?.string
        taken = json["taken"]?.int
        canChange = json["can_change"]?.bool ?? false
        secret = json["secret"]?.string
        closing = json["closing"]?.string
        if let index = json["reply"]?.int {
            reply = .option(index)
        } else if let text = json["reply"]?.string {
            reply = .text(text)
        }
        heard = json["heard"]?.string
        isLate = json["late"]?.bool ?? false
    }

    var json: JSON {
        var object: JSONObject = [
            "id": .integer(id), "state": .string(state.rawValue), "title": .string(title),
            "body": .string(body), "options": .array(options.map(JSON.string)),
            "hint": .string(hint), "project": .text(project), "created": .string(created.text()),
            "tries": .integer(tries), "left": .text(left?.text()), "message": .text(message),
            "taken": taken.map { .integer($0) } ?? .null, "can_change": .bool(canChange),
            "secret": .text(secret), "closing": .text(closing),
            "heard": .text(heard), "late": .bool(isLate), "alert": alert.json,
        ]
        switch reply {
        case .option(let index): object["reply"] = .integer(index)
        case .text(let text): object["reply"] = .string(text)
        default: break
        }
        object.dropNulls()
        return .object(object)
    }
}
