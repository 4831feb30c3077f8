internal import LosslessJSON
package import RingbackModel

/// Puts what happened into words worth reading.
package struct AlertComposer {
    private let event: HookEvent
    private let now: Timestamp

    /// What an elicitation waits for: its events carry no name.
    static let elicitation = "elicitation"

    /// The lines and characters of an agent's text that travel with an alert; the settings may
    /// show fewer.
    private static let lines = 8
    private static let characters = 600

    package init(_ event: HookEvent, _ now: Timestamp) {
        self.event = event
        self.now = now
    }

    /// A background task has ended; `nil` where nobody waits for it: somebody cancelled it, or the
    /// agent itself waited.
    package static func taskEnded(
        _ record: TaskRecord, store: String, agent: Agent?, at now: Timestamp
    ) -> Alert? {
        guard record.isBackground != false, record.status == .completed || record.status == .failed
        else { return nil }
        let hasFailed = record.status == .failed
        var alert = Alert(
            hasFailed ? .failed : .completed,
            title: "Background task '\(record.title)' \(hasFailed ? "failed" : "complete")",
            key: "task/\(store)/\(record.id)/\(record.ends)", source: "task",
            group:
                "task/\(record[text: .sessionID] ?? record.id)/\(hasFailed ? "failed" : "completed")",
            created: now)
        let error = record[text: .error].map { PlainText.line($0, limit: 120) }
        let duration = record.seconds.map { "took " + PlainText.duration($0) }
        alert.detail = [hasFailed ? error : nil, duration].compactMap(\.self).joined(
            separator: " · ")
        // An agent says what matters first, a program last.
        alert.body =
            record[text: .type] == "process"
            ? PlainText.lastLines(record[text: .result] ?? "", count: 4, limit: characters)
            : excerpt(record[text: .result])
        alert.agent = agent
        alert.session = record[text: .sessionID]
        alert.task = record.id
        alert.folder = record[text: .cwd]
        return alert
    }

    func turnFinished(_ turn: HookEvent.Turn) -> Alert {
        let name = event.prompt ?? turn.messageID
        return alert(
            .turnFinished, "\(event.agent.name) is done", body: turn.message,
            key: name.map { "turn/\(session)/\($0)" })
    }

    func turnFailed(_ error: String, _ message: String?) -> Alert {
        var alert = alert(
            .turnFailed, "\(event.agent.name) stopped: \(Self.reason(error))", body: message,
            key: event.prompt.map { "turn/\(session)/\($0)/failed" })
        alert.group = group(.turnFinished)
        return alert
    }

    func permissionRequested(_ call: HookEvent.ToolCall) -> Alert {
        let topic = event.prompt.map { "permission/\(session)/\($0)" }
        switch call.tool {
        case "AskUserQuestion":
            let question = call.input["questions"]?.array?.first?["question"]?.string
            return alert(
                .question, "\(event.agent.name) asks",
                body: question ?? call.input["question"]?.string,
                key: key(call), topic: topic, group: .permission)
        case "ExitPlanMode":
            return alert(
                .question, "\(event.agent.name) has a plan for you to approve",
                body: call.input["plan"]?.string, key: key(call), topic: topic, group: .permission)
        default:
            let what =
                call.input["command"]?.string ?? call.input["file_path"]?.string
                ?? call.input["url"]?.string ?? call.input["description"]?.string
            return alert(
                .permission,
                "\(event.agent.name) needs permission: \(PlainText.line(call.tool, limit: 40))",
                verbatim: what, key: key(call), topic: topic)
        }
    }

    private func key(_ call: HookEvent.ToolCall) -> String? {
        event.prompt.map { "permission/\(session)/\($0)/\(call.token)" }
    }

    /// A Notification event; `nil` for those that tell nothing that a person has to know.
    func notified(_ type: String, _ message: String) -> Alert? {
        let topic = event.prompt.map { "permission/\(session)/\($0)" }
        switch type {
        case "permission_prompt":
            return alert(
                .permission, "\(event.agent.name) needs your permission", body: message,
                key: topic, topic: topic)
        case "idle_prompt":
            return alert(
                .idle, "\(event.agent.name) is waiting for you", body: message,
                key: event.prompt.map { "idle/\(session)/\($0)" })
        case "elicitation_dialog", "elicitation_url_dialog", "agent_needs_input":
            return alert(.question, "\(event.agent.name) needs your input", body: message)
        case "agent_completed":
            return alert(.turnFinished, "\(event.agent.name): an agent is done", body: message)
        default:
            return nil
        }
    }

    // MARK: Parts

    private var session: String { event.session ?? "" }

    private func group(_ kind: Alert.Kind) -> String { "\(kind.rawValue)/\(session)" }

    /// - Parameters:
    ///   - body: an agent's Markdown.
    ///   - verbatim: a command or a path, shown as it is.
    ///   - key: names the alert; `nil`: nothing in the event does, so it is taken for a new one.
    ///   - group: the kind whose place on the screen it takes, if not its own.
    private func alert(
        _ kind: Alert.Kind, _ title: String, body: String? = nil, verbatim: String? = nil,
        key: String? = nil, topic: String? = nil, group other: Alert.Kind? = nil
    ) -> Alert {
        var alert = Alert(
            kind, title: title,
            body: verbatim.map { PlainText.cut(PlainText.clean($0, limit: 4000), limit: 300) }
                ?? Self.excerpt(body),
            key: key ?? "\(kind.rawValue)/\(session)/\(now.text())", topic: topic,
            source: event.name, group: group(other ?? kind), created: now)
        alert.agent = event.agent
        alert.session = event.session
        alert.folder = event.folder
        return alert
    }

    private static func excerpt(_ markdown: String?) -> String {
        markdown.map { PlainText.excerpt($0, lines: lines, limit: characters) } ?? ""
    }

    /// Why a turn failed, in plain words.
    private static func reason(_ error: String) -> String {
        switch error {
        case "rate_limit": "the rate limit is reached"
        case "overloaded": "the service is overloaded"
        case "authentication_failed": "it is not logged in"
        case "oauth_org_not_allowed": "this organization may not use it"
        case "billing_error": "there is a problem with billing"
        case "invalid_request": "the request was refused"
        case "model_not_found": "the model does not exist"
        case "server_error": "the service had an error"
        case "max_output_tokens": "the answer was too long"
        default: "an error ended the turn"
        }
    }
}
