package import LosslessJSON

/// An event of an agent, in words that are the same for all agents.
package struct HookEvent: Equatable, Sendable {
    package var agent: Agent
    /// The agent's own name of it.
    package var name: String
    package var session: String?
    /// The prompt that the agent works on; absent in old clients and in Droid.
    package var prompt: String?
    package var folder: String?
    package var transcript: String?
    /// The subagent within which it happened.
    package var subagent: Subagent?
    package var kind: Kind

    package init(agent: Agent, name: String, kind: Kind) {
        self.agent = agent
        self.name = name
        self.kind = kind
    }

    package enum Kind: Equatable, Sendable {
        case sessionStarted
        case sessionEnded(reason: String)
        /// A person wrote something.
        case promptSubmitted
        /// The agent was told of ends of its background work.
        case tasksReported([TaskReport])
        case toolStarting(ToolCall)
        case toolFinished(ToolCall, response: JSON?)
        case permissionRequested(ToolCall)
        case notified(type: String, message: String)
        case turnFinished(Turn)
        case turnFailed(error: String, message: String?)
        case subagentStarted
        case subagentStopped(SubagentEnd)
        case other
    }

    package struct Subagent: Equatable, Sendable {
        package var id: String
        package var type: String
        package init(id: String, type: String) {
            self.id = id
            self.type = type
        }
    }

    package struct ToolCall: Equatable, Sendable {
        package var tool: String
        package var input: JSONObject
        package var id: String?
        package init(tool: String, input: JSONObject, id: String?) {
            self.tool = tool
            self.input = input
            self.id = id
        }
    }

    /// The end of a turn. `background`: what goes on behind it; `nil` in clients that don't tell.
    package struct Turn: Equatable, Sendable {
        package var message: String?
        package var background: [BackgroundEntry]?
        /// Names the turn where there is no prompt id.
        package var messageID: String?
        package init(message: String?, background: [BackgroundEntry]?, messageID: String?) {
            self.message = message
            self.background = background
            self.messageID = messageID
        }
    }

    /// A line of the agent's own list of background work.
    package struct BackgroundEntry: Equatable, Sendable {
        package var id: String
        package var type: String
        package var status: String
        package var details: JSONObject
        package init(id: String, type: String, status: String, details: JSONObject) {
            self.id = id
            self.type = type
            self.status = status
            self.details = details
        }
        /// Whether the agent calls it running, or says nothing of it.
        package var isActive: Bool { status.isEmpty || status == "running" || status == "pending" }
        /// Whether the agent's turn goes on once it ends.
        package var holdsTurn: Bool {
            isActive && (type == "subagent" || type == "workflow" || type == "teammate")
        }
    }

    /// The end of a subagent.
    package struct SubagentEnd: Equatable, Sendable {
        /// What Droid has instead of an id.
        package var name: String?
        package var result: String?
        package var error: String?
        package var transcript: String?
        package var background: [BackgroundEntry]?
        package init(
            name: String?, result: String?, error: String?, transcript: String?,
            background: [BackgroundEntry]?
        ) {
            self.name = name
            self.result = result
            self.error = error
            self.transcript = transcript
            self.background = background
        }
    }

    /// A `<task-notification>`.
    package struct TaskReport: Equatable, Sendable {
        package var id: String
        package var toolUse: String?
        package var outputFile: String?
        package var status: String
        package var summary: String
        package var result: String?
        package var milliseconds: Int?
        package init(
            id: String, toolUse: String?, outputFile: String?, status: String, summary: String,
            result: String?, milliseconds: Int?
        ) {
            self.id = id
            self.toolUse = toolUse
            self.outputFile = outputFile
            self.status = status
            self.summary = summary
            self.result = result
            self.milliseconds = milliseconds
        }
    }
}
