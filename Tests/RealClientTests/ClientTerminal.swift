import Foundation
import TestSupport
import Testing

/// The client in a terminal, with a person at it. Ends with this object.
final class ClientTerminal {
    private let session: ClientSession
    private let environment: [String: String]

    /// Starts the client and waits until it takes input.
    init(_ session: ClientSession) throws {
        self.session = session
        let client = try session.call(["--permission-mode", "default"])
        environment = client.environment.merging(["TERM": "xterm-256color"]) { $1 }
        try tmux(
            ["-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "40", "sleep", "60"])
        try tmux(["set-option", "-g", "remain-on-exit", "on"])
        try tmux(["pipe-pane", "cat >> '\(session.home.folder("terminal.log"))'"])
        try tmux(["respawn-pane", "-k", client.program] + client.arguments)
        try waitForText("? for shortcuts")
    }

    deinit { _ = try? tmux(["kill-server"]) }

    /// All that the client has written to the terminal.
    var written: String { session.home.folder.text("terminal.log") ?? "" }

    /// What can be read in the terminal now.
    var text: String { (try? tmux(["capture-pane", "-p"])) ?? "" }

    func waitForText(_ text: String) throws {
        try wait(for: "'\(text)' in:\n\(self.text)") { self.text.contains(text) }
    }

    /// Types a line and sends it off.
    func say(_ line: String) throws {
        try tmux(["send-keys", "-l", line])
        try waitForText(line)
        try press("Enter")
    }

    func press(_ key: String) throws { try tmux(["send-keys", key]) }

    /// Answers a question by a key, as soon as the client heeds it: at first it takes keys for a slip.
    func answer(_ question: String, by key: String) throws {
        try waitForText(question)
        try wait(for: "the end of '\(question)'") {
            try press(key)
            return (try? wait(for: "", seconds: 1) { !text.contains(question) }) != nil
        }
    }

    @discardableResult
    private func tmux(_ arguments: [String]) throws -> String {
        let call = HookCall(
            "tmux", ["-S", session.home.folder("tmux")] + arguments, environment: environment)
        let outcome = try call.run(seconds: 10)
        guard outcome.exitCode == 0 else {
            throw ClientFailure(description: "tmux \(arguments): \(outcome.errorText)")
        }
        return outcome.text
    }
}
