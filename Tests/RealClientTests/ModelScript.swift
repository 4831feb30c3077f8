import LosslessJSON

/// What the model says, for `Fixtures/scripted_model.py`, which explains it.
struct ModelScript: ExpressibleByDictionaryLiteral {
    let json: JSON

    /// Conversations, by what stands in the first message of the user: the replies, turn by turn.
    init(dictionaryLiteral conversations: (String, [Reply])...) {
        json = .array(
            conversations.map { opening, replies in
                ["opening": .string(opening), "replies": .array(replies.map(\.json))]
            })
    }

    struct Reply {
        fileprivate let json: JSON

        static func says(_ text: String, after seconds: Double = 0) -> Reply {
            Reply(json: ["text": .string(text), "delay": .number("\(seconds)")])
        }

        static func fails(_ status: Int, _ error: String, _ message: String) -> Reply {
            Reply(json: [
                "status": .integer(status), "error": .string(error), "message": .string(message),
            ])
        }

        static func calls(_ calls: Call...) -> Reply {
            Reply(json: ["calls": .array(calls.map(\.json))])
        }
    }

    /// A call of a tool.
    struct Call {
        fileprivate let json: JSON

        private init(_ name: String, _ input: JSON) {
            json = ["name": .string(name), "input": input]
        }

        /// A call of any tool; one of an MCP server is `mcp__SERVER__TOOL`.
        static func tool(_ name: String, _ input: JSON) -> Call { Call(name, input) }

        static func bash(
            _ command: String, _ description: String, inBackground: Bool = false
        ) -> Call {
            var input: JSONObject = [
                "command": .string(command), "description": .string(description),
            ]
            if inBackground { input["run_in_background"] = true }
            return Call("Bash", .object(input))
        }

        static func agent(_ prompt: String, _ description: String) -> Call {
            Call(
                "Agent",
                [
                    "description": .string(description), "prompt": .string(prompt),
                    "subagent_type": "general-purpose",
                ])
        }
    }
}
