import HookInstallation
import RingbackModel
import TestSupport
import Testing

/// What people are told.
@Suite struct PromptReportTests {
    private static let added = """
        Claude Code: /bg, /tasks, /task and the skill 'ringback' added in ~/.claude
          /bg and /tasks go before Claude Code's own, which stay as /background and /bashes
        """

    @Test func `what was done is said in a line, with what it covers`() throws {
        let fixture = try HookFixture()
        #expect(try report(fixture, .claude) == Self.added)
        try fixture.addPrompts()
        #expect(
            try report(fixture, .claude)
                == "Claude Code: /bg, /tasks, /task and the skill 'ringback' already installed")
        #expect(
            try report(fixture, .droid)
                == "Factory Droid: /bg, /tasks, /task and the skill 'ringback' added in ~/.factory")
        #expect(
            try removalReport(fixture)
                == "Claude Code: /bg, /tasks, /task and the skill 'ringback' removed from ~/.claude"
        )
    }

    @Test func `what was left alone is said with its place`() throws {
        let fixture = try HookFixture([
            "home/.claude/commands/task.md": "mine", "home/.claude/skills/bg/SKILL.md": "mine",
        ])
        #expect(
            try report(fixture, .claude) == """
                Claude Code: /tasks and the skill 'ringback' added in ~/.claude
                  /tasks goes before Claude Code's own, which stays as /bashes
                  /bg is already taken by ~/.claude/skills/bg/SKILL.md; left alone
                  /task is already taken by ~/.claude/commands/task.md; left alone
                """)
        try fixture.addPrompts()
        let path = "home/.claude/commands/tasks.md"
        try fixture.folder.write(#require(fixture.folder.text(path)) + "More.\n", to: path)
        #expect(
            try report(fixture, .claude) == """
                Claude Code: the skill 'ringback' already installed
                  /bg is already taken by ~/.claude/skills/bg/SKILL.md; left alone
                  /tasks was edited in ~/.claude/commands/tasks.md; left alone
                  /task is already taken by ~/.claude/commands/task.md; left alone
                """)
        #expect(
            try removalReport(fixture) == """
                Claude Code: the skill 'ringback' removed from ~/.claude
                  /tasks was edited in ~/.claude/commands/tasks.md; left alone
                """)
    }

    @Test func `where there is none of ours, nothing is said of it`() throws {
        let fixture = try HookFixture(["home/.claude/commands/task.md": "mine"])
        #expect(try removalReport(fixture).isEmpty)
    }

    private func report(_ fixture: HookFixture, _ agent: Agent) throws -> String {
        text(try fixture.prompts().installation(for: agent), agent, fixture)
    }

    private func removalReport(_ fixture: HookFixture) throws -> String {
        text(try fixture.prompts().removals(for: .claude), .claude, fixture)
    }

    private func text(_ changes: [PromptChange], _ agent: Agent, _ fixture: HookFixture) -> String {
        let report = PromptReport(of: changes, for: agent, paths: fixture.paths)
        return (report.done + report.leftAlone).joined(separator: "\n")
    }
}
