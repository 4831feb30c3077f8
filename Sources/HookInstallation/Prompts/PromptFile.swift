package import RingbackModel

/// A text that tells an agent how to use us: a slash command for the person, or the skill for the
/// agent itself.
package struct PromptFile: Equatable, Sendable {
    package enum Kind: Sendable {
        case command
        case skill
    }

    package let kind: Kind
    package let name: String
    /// The file's whole content, with our mark.
    package let text: String

    init(_ kind: Kind, _ name: String, _ unsigned: String) {
        self.kind = kind
        self.name = name
        text = PromptMark.sign(unsigned)
    }

    /// All that we bring to an agent, in the order in which people are told of it.
    ///
    /// - Parameters:
    ///   - agent: whose format it is, and whose tools.
    ///   - program: our program, by its path, or by a name that is found on PATH.
    package static func all(for agent: Agent, program: String) -> [PromptFile] {
        let dialect = PromptDialect(agent: agent, program: program)
        return [bg(dialect), tasks(dialect), task(dialect), skill(dialect)]
    }

    /// Where it lies in the agent's folder.
    ///
    /// Sources: Claude Code, "Extend Claude with skills"; Factory, "Custom Slash Commands", "Skills".
    package var path: String {
        switch kind {
        case .command: "commands/\(name).md"
        case .skill: Self.skillPath(name)
        }
    }

    /// What would answer to the same name and go first: a skill of the person's own.
    var rival: String? { kind == .command ? Self.skillPath(name) : nil }

    /// What people call it.
    package var title: String {
        switch kind {
        case .command: "/" + name
        case .skill: "the skill '\(name)'"
        }
    }

    private static func skillPath(_ name: String) -> String { "skills/\(name)/SKILL.md" }
}
