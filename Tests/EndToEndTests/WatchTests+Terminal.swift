import Foundation
import LosslessJSON
import TestSupport
import Testing

/// A shell in a terminal, in which somebody watches the tasks. Ends with this object.
final class WatchTerminal {
    private let home: EndToEndHome
    private let call: HookCall

    /// - Parameter variables: added to the environment.
    init(
        _ home: EndToEndHome, columns: Int = 80, rows: Int = 24, _ variables: [String: String] = [:]
    ) throws {
        self.home = home
        call = HookCall(
            try EndToEndBinary.tool("tmux", package: "tmux"), ["-u", "-S", home.folder("tmux")],
            environment: home.environment.merging(
                ["TERM": "xterm-256color", "LANG": "C.UTF-8"]) { $1 }
                .merging(variables) { $1 })
        try tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "/bin/sh")
        try tmux("set-option", "-g", "status", "off")
        try wait { !$0.allSatisfy(\.isWhitespace) }
        try type("PS1='$ '; clear")
        try wait { $0.hasPrefix("$ \n") || $0.hasPrefix("$\n") }
    }

    deinit { _ = try? tmux("kill-server") }

    /// Starts the watch, and waits until it shows something.
    ///
    /// - Parameters:
    ///   - assignment: of a variable that tmux would set itself.
    ///   - text: `nil`: whatever it may be.
    func watch(_ assignment: String = "", until text: String?) throws {
        let program = try EndToEndBinary.path()
        try home.folder.write(
            "echo $$ > '\(home.folder("pid"))'; \(assignment) exec '\(program)' list --watch\n",
            to: "watch.sh")
        try type("sh '\(home.folder("watch.sh"))'; echo left $?")
        guard let text else { return try wait { _ in (try? isFull) == true } }
        try wait { $0.contains(text) }
    }

    /// Whether a program has the whole screen for itself.
    var isFull: Bool { get throws { try property("alternate_on") == "1" } }

    /// What can be read in the terminal now.
    var text: String { (try? tmux("capture-pane", "-p")) ?? "" }

    /// The same with the colours in it.
    var styled: String {
        get throws { try tmux("capture-pane", "-p", "-e") }
    }

    var lines: [String] { text.split(separator: "\n").map(String.init) }

    /// The process of the watch.
    var pid: CInt? {
        home.folder.text("pid").flatMap { CInt($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }

    /// What tmux knows of the terminal.
    func property(_ name: String) throws -> String {
        try tmux("display-message", "-p", "#{\(name)}")
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func wait(seconds: Double = 10, _ isSo: (String) -> Bool) throws {
        let isThere = Polling.until(seconds: seconds) { isSo(text) }
        try #require(isThere, "the terminal shows:\n\(text)")
    }

    /// Types a line and sends it off.
    func type(_ line: String) throws {
        try tmux("send-keys", "-l", line)
        try press("Enter")
    }

    func press(_ key: String) throws { try tmux("send-keys", key) }

    func resize(columns: Int, rows: Int) throws {
        try tmux("resize-window", "-x", "\(columns)", "-y", "\(rows)")
    }

    @discardableResult
    private func tmux(_ arguments: String...) throws -> String {
        var call = call
        call.arguments += arguments
        let outcome = try call.run(seconds: 10)
        try #require(outcome.exitCode == 0, "tmux \(arguments): \(outcome.errorText)")
        return outcome.text
    }
}

extension EndToEndHome {
    /// Puts a task's file into the store of Claude Code, as another program would.
    ///
    /// - Parameters:
    ///   - seconds: since when it has been there.
    ///   - fields: what it has beyond id, status and its times.
    func put(
        _ id: String, _ status: String, seconds: Double = 60, _ fields: JSONObject = [:],
        output: String? = nil
    ) throws {
        let time = JSON.string(
            Date(timeIntervalSinceNow: -seconds).ISO8601Format(.iso8601(timeZone: .gmt)))
        var record: JSONObject = [
            "id": .string(id), "status": .string(status), "created_at": time,
        ]
        if status != "pending" { record["started_at"] = time }
        if ["completed", "failed", "cancelled"].contains(status) { record["completed_at"] = time }
        for member in fields.members { record[member.key] = member.value }
        if let output { try folder.write(output, to: "\(Self.store)/\(id).out") }
        try folder.write(JSON.object(record).text(), to: "\(Self.store)/\(id).json")
    }
}
