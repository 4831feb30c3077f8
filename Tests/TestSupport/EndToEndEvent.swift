package import LosslessJSON

/// Events of Claude Code, as it writes them.
package enum EndToEndEvent {
    /// Any event of a session.
    ///
    /// - Parameter fields: what it has beyond session, folder and name.
    package static func make(
        _ name: String, session: String = "s1", prompt: String = "p1", _ fields: JSONObject = [:]
    ) -> JSON {
        var event: JSONObject = [
            "session_id": .string(session), "transcript_path": "/nonexistent/transcript.jsonl",
            "cwd": "/nonexistent", "prompt_id": .string(prompt), "hook_event_name": .string(name),
        ]
        for member in fields.members { event[member.key] = member.value }
        return .object(event)
    }

    /// A subagent starts.
    package static func start(_ id: String, session: String = "s1", prompt: String = "p1") -> JSON {
        make(
            "SubagentStart", session: session, prompt: prompt,
            ["agent_id": .string(id), "agent_type": "general-purpose"])
    }

    /// A subagent of the background ends.
    package static func stop(_ id: String, session: String = "s1", _ said: String = "Done.") -> JSON
    {
        make(
            "SubagentStop", session: session,
            [
                "agent_id": .string(id), "agent_type": "general-purpose",
                "last_assistant_message": .string(said),
                "background_tasks": [
                    ["id": .string(id), "type": "subagent", "status": "running"]
                ],
            ])
    }

    /// A subagent was sent to the background.
    package static func launched(
        _ id: String, session: String = "s1", call: String? = nil,
        description: String = "Look around"
    ) -> JSON {
        make(
            "PostToolUse", session: session,
            [
                "tool_name": "Agent", "tool_use_id": .string(call ?? "toolu_" + id),
                "tool_input": ["description": .string(description), "prompt": "Look"],
                "tool_response": ["status": "async_launched", "agentId": .string(id)],
            ])
    }

    /// The agent wants to send a subagent to the background.
    package static func wantsAgent(call: String, session: String = "s1") -> JSON {
        make(
            "PreToolUse", session: session,
            [
                "tool_name": "Agent", "tool_use_id": .string(call),
                "tool_input": [
                    "description": "Look around", "prompt": "Look", "subagent_type": "explore",
                    "extra": [1, ["deep": .null]],
                ],
            ])
    }

    /// The turn is over.
    ///
    /// - Parameter background: the ids of subagents that go on.
    package static func turnDone(
        session: String = "s1", prompt: String = "p1", background: [String] = []
    ) -> JSON {
        make(
            "Stop", session: session, prompt: prompt,
            [
                "last_assistant_message": "All done.",
                "background_tasks": .array(
                    background.map { ["id": .string($0), "type": "subagent", "status": "running"] }),
            ])
    }

    /// The session says good-bye.
    package static func sessionEnd(session: String = "s1", reason: String) -> JSON {
        make("SessionEnd", session: session, ["reason": .string(reason)])
    }
}
