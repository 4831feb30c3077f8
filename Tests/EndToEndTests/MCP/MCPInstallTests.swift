import LosslessJSON
import TestSupport
import Testing

/// `ringback install` registers the server.
@Suite struct MCPInstallTests {
    private let home: EndToEndHome

    init() throws { home = try EndToEndHome() }

    private func entry(_ file: String) -> JSON? {
        home.folder.read(file).flatMap { try? JSON.parse($0) }?["mcpServers"]?["ringback"]
    }

    @Test func `it is registered with both agents, once, and taken out again`() throws {
        let state =
            "{\n  \"numStartups\": 3,\n  \"mcpServers\": {\n    \"x\": {}\n  },\n  \"a\": 1e400\n}"
        try home.folder.write(state, to: ".claude.json")
        let first = try home.ringback("install", "claude", "droid")
        #expect(first.exitCode == 0, "\(first.errorText)")
        #expect(first.text.contains("the MCP server 'ringback' added in ~/.claude.json"))
        #expect(entry(".claude.json")?["args"] == ["mcp"])
        #expect(entry(".claude.json")?["type"] == "stdio")
        #expect(entry(".factory/mcp.json")?["args"] == ["mcp", "--store", "droid"])
        let written = home.folder.read(".claude.json")
        let again = try home.ringback("install", "claude", "droid")
        #expect(again.text.contains("the MCP server 'ringback' already installed"))
        #expect(home.folder.read(".claude.json") == written)
        #expect(try home.ringback("uninstall", "claude", "droid").exitCode == 0)
        #expect(home.folder.text(".claude.json") == state)
        #expect(home.folder.read(".factory/mcp.json") == nil)
    }

    @Test func `hooks alone are hooks alone`() throws {
        #expect(try home.ringback("install", "claude", "--no-commands").exitCode == 0)
        #expect(home.folder.read(".claude.json") == nil)
    }

    @Test func `a dry run shows it and writes nothing`() throws {
        let outcome = try home.ringback("install", "claude", "--dry-run")
        #expect(outcome.text.contains("+++ \(home.folder(".claude.json"))"), "\(outcome.text)")
        #expect(home.folder.read(".claude.json") == nil)
    }

    @Test func `another server of that name is left alone, and said so`() throws {
        let state = #"{"mcpServers":{"ringback":{"command":"npx","args":["ringback"]}}}"#
        try home.folder.write(state, to: ".claude.json")
        let outcome = try home.ringback("install", "claude")
        #expect(outcome.exitCode == 0)
        #expect(outcome.text.contains("is not ours; left alone"), "\(outcome.text)")
        #expect(try home.ringback("uninstall", "claude").exitCode == 0)
        #expect(home.folder.text(".claude.json") == state)
    }

    @Test func `CLAUDE_CONFIG_DIR moves the file`() throws {
        let moved = ["CLAUDE_CONFIG_DIR": home.folder("cfg")]
        #expect(try home.ringback("install", "claude", variables: moved).exitCode == 0)
        #expect(entry("cfg/.claude.json") != nil)
        #expect(home.folder.read(".claude.json") == nil)
    }

    @Test func `a broken file stops all of it, and is named`() throws {
        try home.folder.write("{\"a\": }", to: ".claude.json")
        let outcome = try home.ringback("install", "claude")
        #expect(outcome.exitCode == 1)
        #expect(outcome.errorText.contains(".claude.json:1: not valid JSON"))
        #expect(outcome.errorText.contains("--no-commands"))
        #expect(home.folder.read(".claude/settings.json") == nil)
    }
}
