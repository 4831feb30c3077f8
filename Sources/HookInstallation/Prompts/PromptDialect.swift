internal import RingbackModel

/// What differs in our texts from agent to agent, and from machine to machine.
struct PromptDialect {
    private let agent: Agent
    /// Whether the program can be written into a rule: a comma or a space would end it.
    private let isPlain: Bool
    /// Our program as a shell line calls it.
    let program: String

    init(agent: Agent, program: String) {
        self.agent = agent
        self.program = HookCommand.quoted(program)
        isPlain =
            !program.isEmpty
            && program.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "/._-+".utf8.contains(byte)
                }
            }
    }

    /// What the agent calls its tool for shell commands.
    var tool: String {
        switch agent {
        case .claude: "Bash"
        case .droid: "Execute"
        }
    }

    /// Whether a text may name calls that need no permission. Claude Code reads them from its front
    /// matter.
    var grants: Bool { agent == .claude && isPlain }

    /// The lines before a text, as YAML.
    ///
    /// - Parameters:
    ///   - fields: plain YAML values, without a colon and a space in them.
    ///   - granted: the verbs that may be called without asking the person, for this one turn.
    func frontMatter(_ fields: [(name: String, value: String)], granted: [String] = []) -> String {
        var fields = fields
        if grants, !granted.isEmpty {
            let rules = granted.map { "Bash(\(program) \($0):*)" }
            fields.append(("allowed-tools", rules.joined(separator: ", ")))
        }
        return "---\n" + fields.map { "\($0.name): \($0.value)\n" }.joined() + "---\n\n"
    }
}
