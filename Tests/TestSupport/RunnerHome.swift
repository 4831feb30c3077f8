package import LosslessJSON
internal import Foundation
internal import Glibc
internal import RingbackSystem

/// A user whose tasks run for real, with a folder to run them in. Whatever was started for him is
/// killed with this object.
package final class RunnerHome: Sendable {
    package let home: EndToEndHome
    /// Where commands are typed.
    package let work: String
    /// The folder of the tasks, within the home.
    package let store: String

    /// Settings by which what must be stopped is stopped soon.
    package static let settings = #"{"ringback":{"grace_seconds":1}}"#

    /// - Parameters:
    ///   - store: the folder of the tasks, within the home.
    ///   - work: where commands are typed, within the home.
    package init(
        settings: String = settings, store: String = EndToEndHome.store, work: String = "work",
        holdsCourier: Bool = true
    ) throws {
        home = try EndToEndHome(holdsCourier: holdsCourier)
        self.store = store
        self.work = home.folder(work)
        try home.folder.write("", to: work + "/.keep")
        try home.folder.write(settings, to: ".claude/settings.json")
    }

    deinit { killAll() }

    /// Kills all that runs for this user, also what begins meanwhile.
    private func killAll() {
        let home = Array("HOME=\(home.folder.path)".utf8)
        for _ in 0..<1000 {
            let left = TestProcess.all.filter { $0.variables.contains(home[...]) }
            guard !left.isEmpty else { return }
            for process in left { kill(CInt(process.pid), SIGKILL) }
            poll(nil, 0, 1)
        }
    }

    package func callAsFunction(_ name: String) -> String { home.folder(name) }

    /// Puts a program of the fixtures where the user finds it: in `bin` of his home.
    ///
    /// - Returns: its path.
    @discardableResult
    package func install(_ fixture: String, as name: String) throws -> String {
        let source = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "EndToEndTests/Fixtures/runner/\(fixture)")
        // Another process: a child that is born meanwhile would hold the copy open for writing.
        let outcome = try HookCall(
            "install", ["-D", "-m", "755", source.path, self("bin/\(name)")],
            environment: ["PATH": "/usr/bin:/bin"]
        ).run()
        guard outcome.exitCode == 0 else { throw HookCall.Failure(message: outcome.errorText) }
        return self("bin/\(name)")
    }

    /// A call of `ringback`, typed in a folder.
    ///
    /// - Parameter folder: `nil`: ``work``.
    package func call(
        _ arguments: [String], in folder: String? = nil, input: HookCall.Input = .bytes([]),
        _ variables: [String: String] = [:]
    ) -> HookCall {
        var all = ["PATH": "\(self("bin")):/usr/bin:/bin"]
        all.merge(variables) { _, own in own }
        var call = home.call(arguments, input: input, all)
        call.arguments = ["-C", folder ?? work, call.program] + call.arguments
        call.program = "/usr/bin/env"
        return call
    }

    /// Runs a command of `ringback`.
    @discardableResult
    package func run(
        _ arguments: String..., in folder: String? = nil, variables: [String: String] = [:]
    ) throws -> HookOutcome { try call(arguments, in: folder, variables).run() }

    /// What a command of `ringback` answers to a program.
    package func answer(
        _ arguments: String..., in folder: String? = nil, variables: [String: String] = [:]
    ) throws -> JSON {
        let outcome = try call(arguments, in: folder, variables).run()
        guard let answer = try? JSON.parse(outcome.output) else {
            throw HookCall.Failure(message: "no JSON: \(outcome.text)\(outcome.errorText)")
        }
        return answer
    }

    /// Launches a task, by `bg` where the first word is none of the other commands that do it.
    ///
    /// - Returns: its id.
    package func launch(
        _ arguments: String..., in folder: String? = nil, variables: [String: String] = [:]
    ) throws -> String {
        let verbs = ["agent", "task", "retry"]
        let words = verbs.contains(arguments[0]) ? arguments : ["bg"] + arguments
        return try Self.id(in: try call(words, in: folder, variables).run())
    }

    /// The id that a launch has told.
    package static func id(in outcome: HookOutcome) throws -> String {
        let begin = "Background task dispatched: "
        guard outcome.exitCode == 0, outcome.text.hasPrefix(begin) else {
            throw HookCall.Failure(message: "no launch: \(outcome.text)\(outcome.errorText)")
        }
        return outcome.text.dropFirst(begin.count).split(separator: "\n").first.map(String.init)
            ?? ""
    }

    /// The record of a task.
    package func record(_ id: String) -> JSON? { home.record(id, in: store) }

    /// The word for its status in its record.
    package func status(_ id: String) -> String? { record(id)?["status"]?.string }

    /// Waits for a task to end.
    ///
    /// - Returns: its record then.
    package func ended(_ id: String) throws -> JSON {
        let outcome = try call(["wait", id, "--timeout", "20", "--store", self(store)]).run()
        guard let record = record(id), let status = record["status"]?.string,
            !["pending", "queued", "running"].contains(status)
        else {
            throw HookCall.Failure(
                message: "task \(id) does not end: \(outcome.text)\(outcome.errorText)\(home.log)")
        }
        return record
    }

    /// What a task has written.
    package func output(_ id: String) -> String? { home.folder.text("\(store)/\(id).out") }

    /// The number of the process that stands in a record under a name.
    package func pid(_ name: String, of id: String) -> Int? { record(id)?[name]?["pid"]?.int }

    /// The supervisors of this user's tasks, both halves of each, by their numbers.
    package var supervisors: [Int] {
        let folder = self(store)
        return TestProcess.all.filter {
            $0.words.dropFirst().first == "supervise" && $0.words.contains(folder)
        }.map(\.pid)
    }

    /// What lies among the environments of tasks that wait.
    package var savedEnvironments: [String] {
        FileSystem.names(in: self(EndToEndHome.state + "/environments")).sorted()
    }
}

/// Something that tasks wait for until the test opens it: `flock -s PATH true`.
package final class TaskGate {
    package let path: String
    private let lock: CInt
    private var isOpen = false

    package init(_ home: RunnerHome, _ name: String = "gate") throws {
        try home.home.folder.write("", to: name)
        path = home(name)
        lock = unsafe Glibc.open(path, O_RDWR | O_CLOEXEC)
        flock(lock, LOCK_EX)
    }

    /// The shell's words for waiting.
    package var command: String { "flock -s \(path) true" }

    package func open() {
        guard !isOpen else { return }
        isOpen = true
        close(lock)
    }

    deinit { open() }
}
