internal import Glibc
import HookInstallation
import LosslessJSON
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

@Suite struct ServerTextTests {
    private func text(
        _ text: String, _ agent: Agent = .claude, program: String = "/opt/ringback"
    ) throws -> ServerText {
        try ServerText(
            Array(text.utf8), file: "f", entry: ServerEntry(agent: agent, program: program))
    }

    private func string(_ text: ServerText) -> String {
        String(decoding: text.bytes, as: UTF8.self)
    }

    /// Files as agents and people have them.
    static let texts = [
        "{}", "{}\n", "{\"a\":1}", "{\n  \"a\": 1\n}", "{\n  \"a\": 1e400, \"é\": \"\\u00e9\"\n}\n",
        "{\n  \"mcpServers\": {},\n  \"a\": 1\n}", "{\"mcpServers\":{\"x\":{\"command\":\"y\"}}}",
        "{\n  \"mcpServers\": {\n    \"x\": {\n      \"command\": \"y\"\n    }\n  },\n  \"b\": {}\n}",
        "{\r\n\t\"a\": [1, 2],\r\n\t\"projects\": {\"/p\": {\"mcpServers\": {}}}\r\n}\r\n",
        "// mine\n{\n  \"a\": 1, // one\n}\n",
    ]

    @Test(arguments: texts)
    func `it is brought in, the rest stays, and again changes no byte`(_ original: String) throws {
        var text = try text(original)
        #expect(text.owner == .nobody)
        try text.install()
        #expect(text.owner == .us)
        let entry = text.value["mcpServers"]?["ringback"]
        #expect(
            entry == [
                "type": "stdio", "command": "/opt/ringback", "args": ["mcp"], "env": [:],
            ])
        var again = try self.text(string(text))
        try again.install()
        #expect(again.bytes == text.bytes)
    }

    @Test(arguments: texts)
    func `taking it out gives the file back, byte for byte`(_ original: String) throws {
        var text = try text(original)
        try text.install()
        try text.uninstall()
        #expect(text.owner == .nobody)
        #expect(string(text) == original)
    }

    @Test func `one of another copy is mended, and what was added to it stays`() throws {
        let old =
            #"{"mcpServers":{"ringback":{"command":"/old/ringback","env":{"A":"1"},"args":["mcp","-x"],"timeout":9}}}"#
        var text = try text(old)
        #expect(text.owner == .us)
        try text.install()
        #expect(
            text.value["mcpServers"]?["ringback"]
                == ["command": "/opt/ringback", "env": ["A": "1"], "args": ["mcp"], "timeout": 9])
    }

    @Test(arguments: [
        #"{"mcpServers":{"ringback":{"command":"npx","args":["mcp"]}}}"#,
        #"{"mcpServers":{"ringback":{"command":"/opt/ringback","args":["serve"]}}}"#,
        #"{"mcpServers":{"ringback":{"type":"http","url":"https://example.org"}}}"#,
        #"{"mcpServers":{"ringback":null}}"#,
    ])
    func `another one of that name is not touched`(_ original: String) throws {
        var text = try text(original)
        #expect(text.owner == .others)
        try text.install()
        try text.uninstall()
        #expect(string(text) == original)
    }

    @Test(arguments: [
        ("[]", "f:1: the file is a list"), ("{\n\"mcpServers\": []}", "f:2: mcpServers is a list"),
        ("{\"a\": }", "f:1: not valid JSON"),
    ])
    func `a file that is no such file is named with its line`(
        _ original: String, _ expected: String
    ) throws {
        let error = #expect(throws: HookInstallationError.self) { try text(original) }
        #expect(error?.description.hasPrefix(expected) == true, "\(error?.description ?? "")")
    }

    @Test func `Droid's names its store`() throws {
        var text = try text("", .droid)
        try text.install()
        #expect(text.value["mcpServers"]?["ringback"]?["args"] == ["mcp", "--store", "droid"])
    }
}

@Suite struct ServerInstallerTests {
    private let fixture: HookFixture

    init() throws { fixture = try HookFixture() }

    private func installer(_ variables: [String: String] = [:]) throws -> ServerInstaller {
        let environment = Environment(
            ["HOME": fixture.folder("home")].merging(variables) { $1 })
        return ServerInstaller(
            paths: try #require(Paths(environment)), environment: environment,
            program: "/opt/ringback")
    }

    @Test func `a file that is not there is made for its owner alone, and goes again`() throws {
        let installer = try installer()
        for (agent, file) in [(Agent.claude, ".claude.json"), (.droid, ".factory/mcp.json")] {
            let change = try installer.installation(for: agent)
            #expect(change.outcome == .added)
            try change.apply()
            let status = FileSystem.status(fixture.folder("home/" + file))
            #expect(status.map { $0.st_mode & 0o777 } == 0o600)
            #expect(try installer.installation(for: agent).outcome == .unchanged)
            let removal = try installer.removal(for: agent)
            #expect(removal.outcome == .removed)
            try removal.apply()
            #expect(fixture.folder.read("home/" + file) == nil)
            #expect(try installer.removal(for: agent).outcome == .absent)
        }
    }

    @Test func `Claude's file lies where the client looks for it`() throws {
        let home = fixture.folder("home")
        let usual = home + "/.claude"
        #expect(try installer().installation(for: .claude).path == home + "/.claude.json")
        // Also where the variable names the usual folder.
        #expect(
            try installer(["CLAUDE_CONFIG_DIR": usual]).installation(for: .claude).path
                == usual + "/.claude.json")
        try fixture.folder.write("{}", to: "home/.claude/.config.json")
        #expect(try installer().installation(for: .claude).path == usual + "/.config.json")
    }

    @Test func `nothing is written where it was changed meanwhile`() throws {
        try fixture.folder.write("{\"a\":1}", to: "home/.claude.json")
        let change = try installer().installation(for: .claude)
        try fixture.folder.write("{\"a\":2}", to: "home/.claude.json")
        #expect(throws: HookInstallationError.self) { try change.apply() }
        #expect(fixture.folder.text("home/.claude.json") == "{\"a\":2}")
    }
}
