import Foundation
import Glibc
import LosslessJSON
import RingbackSystem
import TestSupport
import Testing

/// A person of a test's own, with a project, Claude Code, Ringback's hooks in its settings, and a
/// model that speaks by a script.
final class ClientSession {
    let home: EndToEndHome
    let project: String
    /// `nil`: the person came over ssh.
    let desktop: ClientDesktop?
    private let variables: [String: String]

    /// - Parameters:
    ///   - model: what the model says.
    ///   - settings: what stands in the client's settings already.
    ///   - hasHooks: whether Ringback is installed.
    ///   - variables: added to the client's environment; where they name a connection of ssh,
    ///     there is no desktop.
    init(
        _ model: ModelScript, settings: JSON = [:], hasHooks: Bool = true,
        _ variables: [String: String] = [:]
    ) throws {
        home = try EndToEndHome(holdsCourier: false)
        project = home.folder("work/shop")
        try home.folder.write("# Shop\n", to: "work/shop/README.md")
        try FileSystem.makeFolder(home.folder("tmp"))
        try home.folder.write(model.json.text(), to: "script.json")
        try home.folder.write(settings.text(), to: ".claude/settings.json")
        let state: JSON = [
            "hasCompletedOnboarding": true, "bypassPermissionsModeAccepted": true,
            "customApiKeyResponses": ["approved": [.string(RealClient.key)], "rejected": []],
            "projects": .object([project: ["hasTrustDialogAccepted": true]]),
        ]
        try home.folder.write(state.text(), to: ".claude.json")
        desktop = variables["SSH_CONNECTION"] == nil ? try ClientDesktop() : nil
        var variables = RealClient.environment.merging(home.environment) { $1 }
            .merging(variables) { $1 }
        variables["DBUS_SESSION_BUS_ADDRESS"] = desktop?.bus
        // Its usual place is shared by all of a user's clients.
        variables["CLAUDE_CODE_TMPDIR"] = home.folder("tmp")
        self.variables = variables
        guard hasHooks else { return }
        let outcome = try home.ringback("install", "claude")
        try #require(outcome.exitCode == 0, "\(outcome.errorText)")
    }

    deinit { for pid in leftOver { kill(pid, SIGKILL) } }

    /// A call of the client in its project, beside its model.
    func call(_ arguments: [String]) throws -> HookCall {
        let model = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/scripted_model.py").path
        let command =
            try RealClient.isolation + ["env", "--chdir", project, "python3", model]
            + [home.folder("script.json"), home.folder("model.log"), #require(RealClient.path)]
        return HookCall(command[0], Array(command.dropFirst()) + arguments, environment: variables)
    }

    /// A call of the client for one prompt, without anybody to ask.
    func prompt(_ text: String) throws -> HookCall {
        try call(["--dangerously-skip-permissions", "-p", text])
    }

    // MARK: What became of it

    /// What a command of `ringback` answers to a program, called by the person.
    func answer(_ arguments: String...) throws -> JSON {
        try JSON.parse(try home.call(arguments, variables).run().output)
    }

    /// The records of all tasks.
    var tasks: [JSON] { home.ids().compactMap { home.record($0) } }

    /// What the tools have answered in the main conversation, as the model has it.
    func toolResults(of opening: String) -> [String] {
        let notes = (home.folder.text("model.log") ?? "").split(separator: "\n")
            .compactMap { try? JSON.parse(Array($0.utf8)) }
            .filter { $0["opening"]?.string == opening }
        return notes.last?["results"]?.array?.compactMap(\.string) ?? []
    }

    /// What is on its way to the screen and what came there, for the message of a failure.
    var whereabouts: String {
        let waiting = home.outbox.map { $0.text() }
        return "waiting \(waiting), delivered \(home.deliveries.map { $0.text() }), \(home.log)"
    }

    /// Nothing that Ringback itself found wrong, or that is wrong with its files.
    func expectHealth(_ location: SourceLocation = #_sourceLocation) {
        #expect(home.log == [], sourceLocation: location)
        #expect(home.faults() == [], sourceLocation: location)
    }

    /// The processes that the client has left behind: they have our home.
    private var leftOver: [pid_t] {
        let mark = "HOME=" + home.folder.path
        return FileSystem.names(in: "/proc").compactMap { pid_t($0) }.filter { pid in
            let environment = FileManager.default.contents(atPath: "/proc/\(pid)/environ") ?? Data()
            return environment.split(separator: 0).contains { $0.elementsEqual(mark.utf8) }
        }
    }
}
