package import LosslessJSON
package import RingbackModel

/// The answer to a call by which an agent wants to start background work.
package enum Admission: Equatable, Sendable {
    /// It may go ahead; nothing is said.
    case admitted
    /// It may go ahead in the foreground, with this input.
    case foreground(JSONObject)
    /// It may not; the agent is told why.
    case denied(reason: String)

    /// - Parameters:
    ///   - running: the background tasks that hold a slot.
    ///   - reserved: how many calls were let through whose task is not there yet.
    package static func decide(
        on call: HookEvent.ToolCall, _ settings: Settings, running: [TaskRecord], reserved: Int
    ) -> Admission {
        if !settings.backgroundExecution {
            var input = call.input
            input["run_in_background"] = false
            return .foreground(input)
        }
        let limit = settings.maxBackgroundTasks
        guard settings.limitsAgents, running.count + reserved >= limit else { return .admitted }
        let names = running.prefix(5).map { "'\($0.title)' (\($0.id))" }.joined(separator: ", ")
        let what = names.isEmpty ? "" : ": " + names
        return .denied(
            reason: """
                \(running.count + reserved) of \(limit) background tasks are running\(what). \
                Wait for one of them to end, then start this one again; or run it in the \
                foreground. (The limit is max_background_tasks in the user's settings.)
                """)
    }

    /// What a PreToolUse hook prints; `nil`: nothing.
    package var answer: JSON? {
        switch self {
        case .admitted: nil
        case .foreground(let input):
            [
                "hookSpecificOutput": [
                    "hookEventName": "PreToolUse", "updatedInput": .object(input),
                ]
            ]
        case .denied(let reason):
            [
                "hookSpecificOutput": [
                    "hookEventName": "PreToolUse", "permissionDecision": "deny",
                    "permissionDecisionReason": .string(reason),
                ]
            ]
        }
    }
}
