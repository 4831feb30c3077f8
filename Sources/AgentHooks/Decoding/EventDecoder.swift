package import LosslessJSON
package import RingbackModel
package import RingbackSystem

/// Turns what an agent wrote to our stdin into an event in our words.
package enum EventDecoder {
    /// - Parameters:
    ///   - agent: whose event it is, if the command line says so.
    ///   - environment: says whose it is, if the command line doesn't.
    /// - Returns: `nil` where the object is no event: it has no event name.
    package static func decode(
        _ object: JSONObject, agent: Agent?, _ environment: Environment
    ) -> HookEvent? {
        let fields = EventFields(object)
        guard let name = fields.text("hook_event_name") else { return nil }
        let agent = agent ?? guess(fields, environment)
        var event = HookEvent(agent: agent, name: name, kind: kind(name, agent, fields))
        event.session = fields.text("session_id")
        event.prompt = fields.text("prompt_id")
        event.folder = fields.text("cwd")
        event.transcript = fields.text("transcript_path")
        if let id = fields.text("agent_id") {
            event.subagent = HookEvent.Subagent(id: id, type: fields.text("agent_type") ?? "")
        }
        return event
    }

    /// Droid sets CLAUDE_PROJECT_DIR too, so its own variables decide; then where its files lie.
    private static func guess(_ fields: EventFields, _ environment: Environment) -> Agent {
        let isDroid =
            environment["FACTORY_PROJECT_DIR"] != nil || environment["DROID_PROJECT_DIR"] != nil
            || fields.text("transcript_path")?[...].index(of: "/.factory/") != nil
        return isDroid ? .droid : .claude
    }

    private static func kind(_ name: String, _ agent: Agent, _ fields: EventFields)
        -> HookEvent.Kind
    {
        switch name {
        case "SessionStart": .sessionStarted
        case "SessionEnd": .sessionEnded(reason: fields.text("reason") ?? "")
        case "UserPromptSubmit": prompt(fields)
        case "PreToolUse": .toolStarting(toolCall(fields))
        case "PostToolUse": .toolFinished(toolCall(fields), response: fields["tool_response"])
        case "PostToolUseFailure": .toolFinished(toolCall(fields), response: nil)
        case "PermissionRequest": .permissionRequested(toolCall(fields))
        case "Notification":
            .notified(
                type: fields.text("notification_type") ?? notificationType(fields),
                message: fields.text("message") ?? "")
        case "Stop":
            .turnFinished(
                HookEvent.Turn(
                    message: fields.text("last_assistant_message"), background: background(fields),
                    messageID: fields.text("message_id")))
        case "StopFailure":
            .turnFailed(
                error: fields.text("error") ?? "unknown",
                message: fields.text("last_assistant_message") ?? fields.text("error_details"))
        case "SubagentStart": .subagentStarted
        case "SubagentStop": .subagentStopped(subagentEnd(fields))
        default: .other
        }
    }

    private static func toolCall(_ fields: EventFields) -> HookEvent.ToolCall {
        HookEvent.ToolCall(
            tool: fields.text("tool_name") ?? "", input: fields.object("tool_input"),
            id: fields.text("tool_use_id"))
    }

    private static func prompt(_ fields: EventFields) -> HookEvent.Kind {
        let reports = TaskReportParser.reports(in: fields.text("prompt") ?? "")
        return reports.isEmpty ? .promptSubmitted : .tasksReported(reports)
    }

    private static func background(_ fields: EventFields) -> [HookEvent.BackgroundEntry]? {
        fields["background_tasks"]?.array?.compactMap { entry in
            guard let entry = entry.object.map(EventFields.init), let id = entry.text("id") else {
                return nil
            }
            return HookEvent.BackgroundEntry(
                id: id, type: entry.text("type") ?? "", status: entry.text("status") ?? "",
                details: [
                    "description": .text(entry.text("description") ?? entry.text("name")),
                    "command": .text(entry.text("command")),
                    "agent": .text(entry.text("agent_type")),
                ])
        }
    }

    private static func subagentEnd(_ fields: EventFields) -> HookEvent.SubagentEnd {
        HookEvent.SubagentEnd(
            name: fields.text("task_name"),
            result: fields.text("last_assistant_message") ?? fields.text("task_result"),
            error: fields.text("task_error"), transcript: fields.text("agent_transcript_path"),
            background: background(fields))
    }

    /// Clients that name no type say it in words only.
    private static func notificationType(_ fields: EventFields) -> String {
        let message = (fields.text("message") ?? "").lowercased()
        if message.contains("permission") || message.contains("approval") {
            return "permission_prompt"
        }
        return message.contains("waiting for your input") ? "idle_prompt" : ""
    }
}
