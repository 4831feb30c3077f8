internal import LosslessJSON
package import RingbackModel

/// Our server of the Model Context Protocol, as it stands among those of an agent.
package struct ServerEntry: Sendable {
    /// What the agent's tools are named after: `mcp__ringback__dispatch_background`.
    package static let name = "ringback"

    /// The path of our program, or a name that is found on PATH.
    let program: String
    let arguments: [String]

    package init(agent: Agent, program: String) {
        self.program = program
        switch agent {
        case .claude: arguments = ["mcp"]
        // Nothing in its environment tells the server that it is Droid's.
        case .droid: arguments = ["mcp", "--store", "droid"]
        }
    }

    /// Sources: Claude Code, "Connect Claude Code to tools via MCP"; Factory, "Model Context
    /// Protocol".
    var json: JSON {
        [
            "type": "stdio", "command": .string(program),
            "args": .array(arguments.map(JSON.string)), "env": [:],
        ]
    }

    /// Whether an entry of that name starts our program, wherever it lies.
    func isOurs(_ entry: JSON) -> Bool {
        guard let command = entry["command"]?.string, entry["args"]?.array?.first == "mcp" else {
            return false
        }
        return command == program || command.split(separator: "/").last == "ringback"
    }
}
