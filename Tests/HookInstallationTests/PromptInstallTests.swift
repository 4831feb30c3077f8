import Foundation
import HookInstallation
import RingbackModel
import TestSupport
import Testing

/// How commands and skills are brought to an agent and taken away.
@Suite struct PromptInstallTests {
    private static let claude = "home/.claude/"
    private static let files = [
        "commands/bg.md", "commands/tasks.md", "commands/task.md", "skills/ringback/SKILL.md",
    ]

    @Test(arguments: [(Agent.claude, "home/.claude/"), (.droid, "home/.factory/")])
    func `they are there, again unchanged, and gone without a trace`(
        _ agent: Agent, _ root: String
    ) throws {
        let fixture = try HookFixture([root + "settings.json": "{}"])
        #expect(try fixture.addPrompts(agent) == Array(repeating: .added, count: 4))
        for prompt in PromptFile.all(for: agent, program: "/opt/ringback") {
            #expect(fixture.folder.text(root + prompt.path) == prompt.text)
        }
        #expect(try fixture.addPrompts(agent) == Array(repeating: .unchanged, count: 4))
        #expect(try fixture.removePrompts(agent) == Array(repeating: .removed, count: 4))
        #expect(try fixture.names(in: root) == ["settings.json"])
        #expect(try fixture.removePrompts(agent) == Array(repeating: .absent, count: 4))
    }

    @Test func `nothing is written before`() throws {
        let fixture = try HookFixture()
        _ = try fixture.prompts().installation(for: .claude)
        #expect(!FileManager.default.fileExists(atPath: fixture.folder("home")))
    }

    @Test func `ours of another version or place are updated`() throws {
        let fixture = try HookFixture()
        try fixture.addPrompts(program: "/old/ringback")
        #expect(try fixture.addPrompts() == Array(repeating: .updated, count: 4))
        let text = try #require(fixture.folder.text(Self.claude + "commands/bg.md"))
        #expect(text.contains("/opt/ringback bg") && !text.contains("/old"))
        #expect(try fixture.removePrompts(program: "/third/ringback") == all(.removed))
    }

    @Test(arguments: files)
    func `a file of the user's is neither written nor removed`(_ name: String) throws {
        let fixture = try HookFixture([Self.claude + name: "mine\n"])
        let outcomes = try fixture.addPrompts()
        #expect(outcomes.count { $0 == .added } == 3)
        #expect(outcomes.contains(.taken(by: fixture.folder(Self.claude + name))))
        #expect(try fixture.removePrompts().count { $0 == .removed } == 3)
        #expect(fixture.folder.text(Self.claude + name) == "mine\n")
        #expect(try fixture.names(in: Self.claude) == [name])
    }

    @Test(arguments: files)
    func `one of ours that the user edited is neither updated nor removed`(_ name: String) throws {
        let fixture = try HookFixture()
        try fixture.addPrompts()
        let path = Self.claude + name
        let mine = try #require(fixture.folder.text(path))
            .replacing("\ndescription: ", with: "\ndescription: Please. ")
        try fixture.folder.write(mine, to: path)
        let outcomes = try fixture.addPrompts(program: "/new/ringback")
        #expect(outcomes.count { $0 == .updated } == 3 && outcomes.contains(.edited))
        let removals = try fixture.removePrompts(program: "/new/ringback")
        #expect(removals.count { $0 == .removed } == 3 && removals.contains(.edited))
        #expect(fixture.folder.text(path) == mine)
        #expect(try fixture.names(in: Self.claude) == [name])
    }

    @Test func `a skill of the user's has the name of a command`() throws {
        let rival = Self.claude + "skills/task/SKILL.md"
        let fixture = try HookFixture([rival: "mine"])
        #expect(
            try fixture.addPrompts()
                == [.added, .added, .taken(by: fixture.folder(rival)), .added])
        #expect(try fixture.names(in: Self.claude).contains("commands/task.md") == false)
    }

    @Test func `other commands and skills of the user's stay, and so do their folders`() throws {
        let mine = ["commands/deploy.md", "skills/review/SKILL.md"]
        let fixture = try HookFixture([
            Self.claude + mine[0]: "mine", Self.claude + mine[1]: "mine",
        ])
        try fixture.addPrompts()
        try fixture.removePrompts()
        #expect(try fixture.names(in: Self.claude) == mine)
    }

    @Test func `what can't be read is somebody else's`() throws {
        let fixture = try HookFixture([Self.claude + "commands/bg.md/x": ""])
        let link = fixture.folder(Self.claude + "commands/task.md")
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: "/nowhere/at/all")
        #expect(
            try fixture.addPrompts() == [
                .taken(by: fixture.folder(Self.claude + "commands/bg.md")), .added,
                .taken(by: link), .added,
            ])
        #expect(try fixture.removePrompts() == [.absent, .removed, .absent, .removed])
    }

    @Test func `a folder that is a link stays one`() throws {
        let fixture = try HookFixture(["dotfiles/deploy.md": "mine", Self.claude + "x": ""])
        let link = fixture.folder(Self.claude + "commands")
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: "../../dotfiles")
        try fixture.addPrompts()
        #expect(fixture.folder.text("dotfiles/bg.md")?.contains("Ringback") == true)
        try FileManager.default.removeItem(atPath: fixture.folder("dotfiles/deploy.md"))
        #expect(try fixture.removePrompts() == all(.removed))
        #expect(try fixture.names(in: Self.claude) == ["commands", "x"])
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: link) == "../../dotfiles")
    }

    @Test(arguments: [
        ("commands", "can't make the folder ROOT/commands: Not a directory"),
        ("skills", "can't make the folder ROOT/skills/ringback: Not a directory"),
    ])
    func `a file in a folder's place is named, and nothing is written`(
        _ name: String, _ problem: String
    ) throws {
        let fixture = try HookFixture([Self.claude + name: ""])
        let root = fixture.folder("home/.claude")
        #expect(
            fixture.problem { try fixture.addPrompts() }
                == problem.replacing("ROOT", with: root)
                + "; nothing was changed there; --no-commands installs the hooks alone")
        #expect(try fixture.names(in: Self.claude) == [name])
    }

    @Test func `a folder that may not be written is named, and nothing is written`() throws {
        let fixture = try HookFixture([Self.claude + "commands/deploy.md": "mine"])
        let folder = fixture.folder(Self.claude + "commands")
        try fixture.setMode(0o555, of: folder)
        defer { try? fixture.setMode(0o755, of: folder) }
        #expect(
            fixture.problem { try fixture.addPrompts() }
                == "can't write \(folder)/bg.md: Permission denied; nothing was changed there; "
                + "--no-commands installs the hooks alone")
        #expect(try fixture.names(in: Self.claude) == ["commands/deploy.md"])
    }

    @Test func `a read-only file of ours is named before anything is removed`() throws {
        let fixture = try HookFixture()
        try fixture.addPrompts()
        let path = fixture.folder(Self.claude + "skills/ringback/SKILL.md")
        try fixture.setMode(0o444, of: path)
        let problem = fixture.problem { try fixture.removePrompts() }
        #expect(problem.hasPrefix("\(path) is read-only, nothing was changed there"))
        #expect(try fixture.names(in: Self.claude).count == 4)
        #expect(try fixture.addPrompts() == all(.unchanged))
    }

    @Test func `a file that appears meanwhile is not overwritten`() throws {
        let fixture = try HookFixture()
        let changes = try fixture.prompts().installation(for: .claude)
        try fixture.folder.write("mine", to: Self.claude + "commands/bg.md")
        #expect(
            fixture.problem { try changes[0].apply() }.contains("changed by somebody else just now")
        )
        #expect(fixture.folder.text(Self.claude + "commands/bg.md") == "mine")
    }

    @Test func `the diff shows new files, changes and what goes`() throws {
        let fixture = try HookFixture()
        let path = fixture.folder(Self.claude + "commands/bg.md")
        let new = try fixture.prompts().installation(for: .claude)[0].diff
        let text = String(decoding: new, as: UTF8.self)
        #expect(text.hasPrefix("--- /dev/null\n+++ \(path)\n@@ -0,0 +1,"))
        #expect(text.contains("\n+    /opt/ringback bg -- '<command>'\n"))
        try fixture.addPrompts()
        let same = try fixture.prompts().installation(for: .claude)[0]
        #expect(same.isEmpty && same.diff.isEmpty)
        let moved = try fixture.prompts("ringback").installation(for: .claude)[0].diff
        #expect(
            String(decoding: moved, as: UTF8.self).contains(
                "\n-    /opt/ringback bg -- '<command>'\n+    ringback bg -- '<command>'\n"))
        let gone = try fixture.prompts().removals(for: .claude)[0].diff
        #expect(String(decoding: gone, as: UTF8.self).contains("\n+++ /dev/null\n"))
    }

    private func all(_ outcome: PromptChange.Outcome) -> [PromptChange.Outcome] {
        Array(repeating: outcome, count: 4)
    }
}
