internal import AlertDelivery
internal import Foundation
internal import Glibc
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TestSupport
internal import Testing

/// A courier with an open question, in a process of its own, on a bus or a desktop of a test's own.
@Suite struct CourierOnTheDesktopTests {
    private let home: ScratchFolder
    private let outbox: Outbox
    private let ledger: AskLedger
    private let program: String
    private static let isPossible = ["Xvfb", "dbus-daemon", "dunst", "dunstctl", "import"]
        .allSatisfy(BusProcess.exists)

    init() throws {
        home = try ScratchFolder()
        let paths = try #require(Paths(Environment(["HOME": home.path])))
        outbox = Outbox(paths)
        ledger = AskLedger(paths)
        program = home("ringback")
        try home.write(#"{"id":"t1","status":"paused"}"#, to: "t1.json")
        try script(
            "ringback", "printf '%s\\n' \"$@\" > \"$HOME/new\" && mv \"$HOME/new\" \"$HOME/call\"")
    }

    private func script(_ name: String, _ lines: String) throws {
        let make = "printf '%s\\n' \"$1\" > \"$2\" && chmod 700 \"$2\""
        let words = ["-c", make, "sh", "#!/bin/sh\n" + lines, home(name)]
        _ = try Subprocess.run("/bin/sh", words, milliseconds: 60_000)
    }

    private func put(_ kind: Alert.Kind, _ title: String, isAnswer: Bool = false) throws {
        var alert = Alert(
            kind, title: title, body: "The tests are green.", key: title,
            source: isAnswer ? "answer" : "ask", group: "question/s/t1/q1",
            created: Timestamp(nanoseconds: Clock.wallNanoseconds()))
        if isAnswer {
            alert.urgency = .low
        } else {
            alert.ask = Ask(
                .task(store: home.path, id: "t1", question: "q1"),
                options: ["Deploy now", "Wait", "<b>No</b> & never"], takesText: false)
        }
        try outbox.put(.show(alert))
    }

    private func courier(_ environment: [String: String]) throws -> CourierHarness {
        try CourierHarness(
            environment.merging(["HOME": home.path]) { $1 }, program: program)
    }

    private func wait(_ condition: () throws -> Bool) throws {
        let deadline = Deadline(milliseconds: 15_000)
        while try !condition() {
            try #require(!deadline.hasPassed, "it never came")
            Thread.sleep(forTimeInterval: 0.01)
        }
    }

    /// How the program was called that stands for ringback.
    private func call() throws -> [Substring] {
        try wait { home.text("call") != nil }
        defer { FileSystem.remove(home("call")) }
        return home.text("call")?.split(separator: "\n") ?? []
    }

    @Test func `a courier that was killed leaves its question to the next one`() throws {
        let bus = try BusDaemon()
        let service = try BusNotificationService(on: bus.address, capabilities: ["actions"])
        let environment = ["DBUS_SESSION_BUS_ADDRESS": bus.address]
        let first = try courier(environment)
        try put(.question, "Go on?")
        try wait { ledger.entries().first?.places == [.init(.desktop, 1)] }
        first.process.signal(SIGKILL)
        first.process.stop()
        let second = try courier(environment)
        try wait { service.received.count == 2 }
        #expect(service.received.map(\.replaces) == [0, 1])
        service.emit("ActionInvoked", 1, "1")
        #expect(try call().last == "Wait")
        try put(.message, "Answered: Wait", isAnswer: true)
        try wait { service.received.count == 3 }
        #expect(service.received.last?.replaces == 1)
        #expect(service.received.last?.title == "Answered: Wait")
        // It would stay for the notice, which goes with it.
        service.close(1)
        _ = try second.process.outputToEnd()
        #expect(ledger.entries().isEmpty)
    }

    @Test func `while a question is open nothing in the courier wakes up`() throws {
        let bus = try BusDaemon()
        let service = try BusNotificationService(
            on: bus.address, name: "gnome-shell", capabilities: ["actions"])
        let life = try courier(["DBUS_SESSION_BUS_ADDRESS": bus.address])
        try put(.question, "Go on?")
        try wait { ledger.entries().first?.places.count == 1 && outbox.names().isEmpty }
        Thread.sleep(forTimeInterval: 0.5)
        let before = sleeps(of: life.process.number)
        Thread.sleep(forTimeInterval: 3)
        #expect(sleeps(of: life.process.number) == before)
        #expect(before.count > 1)
        #expect(service.received.count == 1)
    }

    /// How often each thread of a process has slept.
    private func sleeps(of process: Int) -> [String: String] {
        let threads = FileSystem.names(in: "/proc/\(process)/task")
        return Dictionary(
            uniqueKeysWithValues: threads.map { thread in
                let status = FileSystem.pseudoFile("/proc/\(process)/task/\(thread)/status") ?? []
                let lines = String(decoding: status, as: UTF8.self).split(separator: "\n")
                return (thread, lines.filter { $0.contains("ctxt_switches") }.joined())
            })
    }

    @Test(.enabled(if: isPossible))
    func `a question in dunst is answered by its menu, and the answer takes its place`() throws {
        let desktop = try DesktopSession()
        try script("menu", "grep -F 'Wait' | head -n 1")
        try script(
            "terminal", "printf '%s\\n' \"$@\" > \"$HOME/new\" && mv \"$HOME/new\" \"$HOME/call\"")
        try FileManager.default.createDirectory(
            atPath: desktop.bus.folder + "/dunst", withIntermediateDirectories: true)
        try """
        [global]
            dmenu = \(home("menu"))
            font = DejaVu Sans 11
            markup = full
            width = 420
        """.write(
            toFile: desktop.bus.folder + "/dunst/dunstrc", atomically: true, encoding: .utf8)
        try desktop.start("dunst")
        let life = try courier(
            desktop.environment.merging(["TERMINAL": home("terminal")]) { $1 })
        try put(.question, "Deploy to production?")
        try wait { ledger.entries().first?.places.count == 1 }
        try keepPicture(of: desktop, "question.png")
        // A click on it, which is no answer.
        _ = try desktop.output(of: "dunstctl", ["action"])
        #expect(try call() == ["-e", Substring(program), "answer", "t1"])
        _ = try desktop.output(of: "dunstctl", ["context"])
        let words = try call()
        #expect(words.prefix(4) == ["reply", "--via", "desktop", "--"])
        #expect(words.last == "Wait")
        try put(.message, "Answered: Wait", isAnswer: true)
        _ = try life.process.outputToEnd()
        let count = try desktop.output(of: "dunstctl", ["count", "displayed"])
        #expect(count.trimmingCharacters(in: .whitespacesAndNewlines) == "1")
        try keepPicture(of: desktop, "answered.png")
    }

    /// Keeps what the screen shows, for people to look at: in RINGBACK_TEST_PICTURES.
    private func keepPicture(of desktop: DesktopSession, _ name: String) throws {
        guard let folder = Environment.process["RINGBACK_TEST_PICTURES"] else { return }
        Thread.sleep(forTimeInterval: 0.5)
        _ = try desktop.output(of: "import", ["-window", "root", folder + "/" + name])
    }
}
