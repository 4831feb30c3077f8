import Foundation
import LosslessJSON
import TestSupport
import Testing

/// The other commands, where there is no bus: they say what is and what to do.
@Suite struct SmokeTests {
    private let home: EndToEndHome

    init() throws { home = try EndToEndHome() }

    /// Runs a command where not even the login session's bus can be reached.
    private func withoutBus(_ arguments: String..., in home: EndToEndHome? = nil) throws
        -> HookOutcome
    {
        try Self.withoutBus((home ?? self.home).call(arguments)).run()
    }

    private static func withoutBus(_ call: HookCall) throws -> HookCall {
        var hidden = call
        hidden.program = try EndToEndBinary.tool("unshare", package: "util-linux")
        hidden.arguments =
            (getuid() == 0 ? ["-m"] : ["-rm"])
            + [
                "sh", "-c", #"mount -t tmpfs none /run/user 2>/dev/null; exec "$0" "$@""#,
                call.program,
            ]
            + call.arguments
        return hidden
    }

    @Test func `notify test says of each channel what is wrong and what to do`() throws {
        let outcome = try withoutBus("notify", "test")
        #expect(outcome.exitCode == 1)
        #expect(outcome.error.isEmpty)
        let lines = outcome.text.split(separator: "\n")
        for channel in ["desktop", "notify-send", "terminal"] {
            let line = lines.first { $0.hasPrefix("✗ " + channel) }
            #expect(line != nil, "\(outcome.text)")
        }
        #expect(outcome.text.contains("there is no session bus"))
        #expect(lines.last == "No channel has shown it.")
        let results = try JSON.parse(try withoutBus("notify", "test", "--json").output).array
        #expect(results?.count == 3)
        #expect(results?.allSatisfy { $0["shown"] == false && $0["reason"]?.string != "" } == true)
    }

    @Test func `without its courier ringback delivers itself`() throws {
        let binary = home.folder("alone/ringback")
        try home.folder.write("", to: "alone/.keep")
        try EndToEndBinary.copy(to: binary)
        var call = home.call(["notify", "test"])
        call.program = binary
        let outcome = try Self.withoutBus(call).run()
        #expect(outcome.exitCode == 1)
        #expect(outcome.text.contains("✗ notify-send"), "\(outcome.text) \(outcome.errorText)")
        #expect(!outcome.text.contains("✗ desktop"))
    }

    @Test func `a hook wakes the courier, and explain tells what became of the alert`() throws {
        let home = try EndToEndHome(holdsCourier: false)
        #expect(try home.ringback("notify", "explain").text == "No alerts yet.\n")
        var call = home.call(["hook"], input: .bytes(Array(EndToEndEvent.stop("a1").text().utf8)))
        // Nobody's desktop is to ring: this terminal has no tty.
        try home.folder.write(
            #"{"ringback": {"channels": ["terminal"]}}"#, to: ".claude/settings.json")
        call.environment["TERM"] = "xterm"
        let outcome = try call.run()
        #expect(outcome.isSilentSuccess)
        #expect(outcome.seconds < 1)
        #expect(Polling.until { home.deliveries.count == 1 })
        let delivery = home.deliveries.first
        #expect(delivery?["kind"] == "completed")
        #expect(delivery?["outcome"] == "waiting")
        let text = try home.ringback("notify", "explain").text
        #expect(text.contains("Background task"), "\(text)")
        #expect(text.contains("terminal: "), "\(text)")
        #expect(text.contains("1 in the outbox"), "\(text)")
        let json = try home.answer("notify", "explain", "--json")
        #expect(json["alerts"]?.array?.count == 1)
        #expect(json["waiting"] == 1)
    }

    @Test func `doctor names what is broken and how to mend it`() throws {
        try home.folder.write("{}\n", to: ".claude/settings.json")
        let before = try withoutBus("doctor")
        #expect(before.exitCode == 1)
        #expect(before.text.contains("✗ hooks of Claude"), "\(before.text)")
        #expect(before.text.contains("→ ringback install claude"), "\(before.text)")
        #expect(try home.ringback("install", "claude").exitCode == 0)
        let report = try JSON.parse(try withoutBus("doctor", "--json").output)
        let hooks = report["checks"]?.array?.first { $0["check"] == "hooks of Claude" }
        #expect(hooks?["health"] == "good")
        try home.folder.write("{", to: ".claude/settings.json")
        let broken = try withoutBus("doctor")
        #expect(broken.exitCode == 1)
        #expect(broken.text.contains("settings.json"))
    }

    @Test func `settings are shown with where they come from, and checked with file and line`()
        throws
    {
        let path = ".claude/settings.json"
        try home.folder.write("{\n  // mine\n  \"background_notifications\": false,\n}\n", to: path)
        let shown = try home.answer("settings", "show", variables: ["BG_MAX_CONCURRENT": "0"])
        let setting = shown["settings"]?["background_notifications"]
        #expect(setting?["value"] == false)
        #expect(setting?["source"] == ["kind": "file", "path": .string(home.folder(path))])
        #expect(try home.ringback("settings", "check").exitCode == 0)
        try home.folder.write("{\n  \"ringback\": {\n    \"chanels\": []\n  }\n}\n", to: path)
        let check = try home.ringback("settings", "check")
        #expect(check.exitCode == 1)
        #expect((check.text + check.errorText).contains("settings.json:3"), "\(check.text)")
        #expect((check.text + check.errorText).contains("channels"), "\(check.text)")
    }

    @Test func `install is seen before, done once, and undone without a trace`() throws {
        let path = ".claude/settings.json"
        let mine = "{\n  // mine\n  \"model\": \"opus\",\n  \"permissions\": {\"allow\": []},\n}\n"
        try home.folder.write(mine, to: path)
        let dry = try home.ringback("install", "claude", "--dry-run")
        #expect(dry.exitCode == 0)
        #expect(dry.text.contains("+") && dry.text.contains("SubagentStop"), "\(dry.text)")
        #expect(home.folder.text(path) == mine)
        #expect(try home.ringback("install", "claude").exitCode == 0)
        let installed = try #require(home.folder.text(path))
        #expect(installed.contains("// mine"))
        #expect(installed.contains("hook"))
        #expect(try home.ringback("install", "claude").text.contains("already installed"))
        #expect(home.folder.text(path) == installed)
        #expect(try home.ringback("uninstall", "claude").exitCode == 0)
        #expect(home.folder.text(path) == mine)
    }

    @Test(arguments: [["--help"], ["--version"], ["list", "--help"], ["hook", "--help"], []])
    func `help and version are printed with exit 0`(_ words: [String]) throws {
        let outcome = try home.call(words).run()
        #expect(outcome.exitCode == 0)
        #expect(!outcome.output.isEmpty)
        #expect(outcome.error.isEmpty)
    }
}
