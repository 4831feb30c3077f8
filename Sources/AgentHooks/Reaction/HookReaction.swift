internal import LosslessJSON
package import RingbackModel

/// The reaction to each event of an agent.
package struct HookReaction {
    private let event: HookEvent
    private let now: Timestamp
    private var reaction = Reaction()

    private init(_ event: HookEvent, _ now: Timestamp) {
        self.event = event
        self.now = now
    }

    /// What an event asks for. Pure: the same event asks for the same, whenever it comes.
    package static func react(to event: HookEvent, at now: Timestamp) -> Reaction {
        var reaction = HookReaction(event, now)
        reaction.decide()
        return reaction.reaction
    }

    private mutating func decide() {
        switch event.kind {
        case .toolStarting(let call): toolStarting(call)
        case .toolFinished(let call, let response): toolFinished(call, response)
        case .subagentStarted: subagentStarted()
        case .subagentStopped(let end): subagentStopped(end)
        case .tasksReported(let reports): reaction.changes = reports.compactMap(change(for:))
        case .turnFinished(let turn): turnFinished(turn)
        case .turnFailed(let error, let message): turnFailed(error, message)
        case .permissionRequested(let call): permissionRequested(call)
        case .notified(let type, let message): notified(type, message)
        case .promptSubmitted: reaction.attention = [.returned]
        case .sessionEnded(let reason): sessionEnded(reason)
        case .sessionStarted:
            // Nothing of its own; but who looks at the tasks now finds those that a crash orphaned.
            reaction.looksForLostTasks = true
        case .other: break
        }
    }

    // MARK: Background work

    private mutating func toolStarting(_ call: HookEvent.ToolCall) {
        if call.isBackground(of: event.agent) { reaction.backgroundCall = call }
    }

    private mutating func toolFinished(_ call: HookEvent.ToolCall, _ response: JSON?) {
        reaction.attention = [.answered(token: call.token)]
        if let id = call.id, call.isBackground(of: event.agent) { reaction.settledCalls = [id] }
        if let id = response?["resumedAgentId"]?.string {
            return change(id, .begin, ["background": true], run: call.id)
        }
        if call.tool == "TaskStop", let id = response?["task_id"]?.string {
            let end = TaskEnd(.cancelled, error: "Stopped by \(event.agent.name)")
            return change(id, .end(end), [:])
        }
        let started = response?["agentId"]?.string ?? response?["backgroundTaskId"]?.string
        guard let id = started else { return }
        let isShell = response?["backgroundTaskId"] != nil
        let status = response?["status"]?.string
        var details: JSONObject = [
            "type": isShell ? "process" : "agent", "source": isShell ? "shell" : "subagent",
            "description": .text(call.input["description"]?.string),
            "command": .text(isShell ? call.input["command"]?.string : nil),
            "prompt": .text(call.input["prompt"]?.string),
            "agent": .text(call.input["subagent_type"]?.string),
            "model": .text(response?["resolvedModel"]?.string),
            "tool_use_id": .text(call.id), "output_file": .text(response?["outputFile"]?.string),
        ]
        details.dropNulls()
        if isShell || status == "async_launched" {
            details["background"] = true
            change(id, .begin, details, run: event.prompt)
        } else if status == "completed" {
            details["background"] = false
            details["duration_ms"] = response?["totalDurationMs"]
            let text = response?["content"]?.array?.last { $0["type"] == "text" }?["text"]?.string
            change(id, .end(TaskEnd(.completed, result: text)), details)
        }
    }

    private mutating func subagentStarted() {
        guard let subagent = event.subagent else { return }
        var details: JSONObject = [
            "type": "agent", "source": "subagent", "agent": .text(subagent.type),
        ]
        details.dropNulls()
        change(subagent.id, .begin, details, run: event.prompt)
    }

    private mutating func subagentStopped(_ end: HookEvent.SubagentEnd) {
        var outcome = TaskEnd(
            end.error == nil ? .completed : .failed, result: end.result, error: end.error)
        outcome.isOwnWords = true
        var details: JSONObject = ["type": "agent", "source": "subagent"]
        let id: String
        if let subagent = event.subagent {
            id = subagent.id
            // Without a type and without a start it is a helper of the client's own.
            reaction.isPhantomUnlessKnown = subagent.type.isEmpty
            details["agent"] = .text(subagent.type)
            // The stopping agent still stands in the list, if the session does not wait for it.
            if let background = end.background {
                details["background"] = .bool(background.contains { $0.id == id })
            }
            reaction.attention = [.movedOn(subagent: id)]
        } else {
            // Droid names no subagent: what it did is all that tells it from another.
            guard let session = event.session, let name = end.name else { return }
            let said = end.result ?? end.error ?? ""
            id = "sub_" + Fingerprint.of(session, name, said)
            details["description"] = .string(name)
        }
        details["transcript"] = .text(end.transcript)
        details.dropNulls()
        change(id, .end(outcome), details)
    }

    private func change(for report: HookEvent.TaskReport) -> TaskChange? {
        guard let end = report.end else { return nil }
        var details = common
        for member in report.details.members { details[member.key] = member.value }
        return TaskChange(id: report.id, move: .end(end), details: details)
    }

    private mutating func turnFinished(_ turn: HookEvent.Turn) {
        reaction.attention = [.movedOn(subagent: "")]
        let background = turn.background ?? []
        for entry in background where entry.isActive && entry.type != "teammate" {
            var details = entry.details
            details["type"] = entry.type == "shell" || entry.type == "monitor" ? "process" : "agent"
            details["source"] = .string(entry.type)
            details["background"] = true
            details.dropNulls()
            change(entry.id, .observe, details)
        }
        if turn.background != nil, let session = event.session {
            reaction.census = Reaction.Census(
                session: session, ids: Set(background.filter(\.isActive).map(\.id)),
                transcript: event.transcript)
        }
        guard !background.contains(where: \.holdsTurn) else { return }
        raise(AlertComposer(event, now).turnFinished(turn))
    }

    private mutating func sessionEnded(_ reason: String) {
        reaction.attention = [.over]
        // A session that is cleared or left for another goes on in the same client.
        guard let session = event.session, reason != "clear", reason != "resume" else { return }
        reaction.endedSession = session
    }

    /// - Parameter run: what began it, if it began.
    private mutating func change(
        _ id: String, _ move: TaskChange.Move, _ details: JSONObject, run: String? = nil
    ) {
        var all = details
        for member in common.members { all[member.key] = member.value }
        reaction.changes.append(TaskChange(id: id, move: move, run: run, details: all))
    }

    /// What every event tells of its task.
    private var common: JSONObject {
        var details: JSONObject = [
            "session_id": .text(event.session), "cwd": .text(event.folder),
            "client_name": .string(event.agent.rawValue),
        ]
        details.dropNulls()
        return details
    }

    // MARK: Alerts

    private mutating func turnFailed(_ error: String, _ message: String?) {
        reaction.attention = [.movedOn(subagent: event.subagent?.id ?? "")]
        if let subagent = event.subagent {
            // Instead of SubagentStop: the session's own turn goes on.
            let end = TaskEnd(.failed, error: message ?? error)
            return change(subagent.id, .end(end), ["type": "agent", "source": "subagent"])
        }
        raise(AlertComposer(event, now).turnFailed(error, message))
    }

    private mutating func permissionRequested(_ call: HookEvent.ToolCall) {
        raise(AlertComposer(event, now).permissionRequested(call), token: call.token)
    }

    private mutating func notified(_ type: String, _ message: String) {
        switch type {
        case "elicitation_complete", "elicitation_response":
            reaction.attention = [.answered(token: AlertComposer.elicitation)]
        case "elicitation_dialog", "elicitation_url_dialog":
            raise(
                AlertComposer(event, now).notified(type, message), token: AlertComposer.elicitation)
        default:
            raise(AlertComposer(event, now).notified(type, message))
        }
    }

    /// - Parameter token: what takes the alert from the screen again.
    private mutating func raise(_ alert: Alert?, token: String = "") {
        guard let alert else { return }
        reaction.alerts.append(alert)
        guard alert.kind.needsAnswer || alert.kind == .turnFinished else { return }
        reaction.attention.append(
            .raised(group: alert.group, token: token, subagent: event.subagent?.id ?? ""))
    }
}
