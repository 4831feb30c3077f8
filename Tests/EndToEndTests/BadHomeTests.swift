import Foundation
import LosslessJSON
import TestSupport
import Testing

/// A home and settings that are not as they should be.
@Suite struct BadHomeTests {
    private let home: EndToEndHome

    init() throws { home = try EndToEndHome() }

    /// 65534 has a home that does not exist, 54321 is not in the user database at all.
    @Test(
        .enabled(if: getuid() == 0, "only root can become somebody else"),
        arguments: [65534, 54321])
    func `without HOME a hook does nothing, and a command says what to do`(_ user: Int) throws {
        let binary = home.folder("ringback")
        try EndToEndBinary.copy(to: binary)
        let event = EndToEndEvent.stop("a1").text()
        var hook = home.call(["hook"], input: .bytes(Array(event.utf8)))
        hook.program = binary
        hook.environment["HOME"] = nil
        for _ in 1...2 {
            let outcome = try OtherUser.call(as: user, hook).run()
            #expect(outcome.isSilentSuccess)
            #expect(outcome.seconds < BadStdinTests.patience)
            hook.environment["HOME"] = ""
        }
        var list = hook
        list.arguments = ["list"]
        let outcome = try OtherUser.call(as: user, list).run()
        if user == 54321 {
            #expect(outcome.exitCode == 1)
            #expect(outcome.errorText.contains("HOME"))
            #expect(outcome.errorText.split(separator: "\n").count == 1)
        } else {
            #expect(outcome.exitCode == 0)
        }
    }

    @Test func `a home that is no folder does no harm`() throws {
        try home.folder.write("a file", to: "file")
        for path in [home.folder("file"), "/dev/null", "/proc", home.folder("missing/x")] {
            let outcome = try home.hook(EndToEndEvent.start("a1"), [], ["HOME": path])
            #expect(outcome.isSilentSuccess, "\(path)")
        }
        #expect(home.folder.text("file") == "a file")
    }

    enum Settings: String, CaseIterable, Sendable {
        case fifo, folder, broken, list, wrongType, loop, binary, empty

        /// Whether the log has a line about it.
        var isNoted: Bool { self != .empty }
    }

    @Test(arguments: Settings.allCases)
    func `with settings that can't be read a hook goes on with the defaults`(
        _ settings: Settings
    ) throws {
        let path = home.folder(".claude/settings.json")
        try home.folder.write("", to: ".claude/.keep")
        switch settings {
        case .fifo: try #require(unsafe mkfifo(path, 0o600) == 0)
        case .folder: try home.folder.write("x", to: ".claude/settings.json/x")
        case .loop:
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
        case .broken: try home.folder.write(#"{"hooks": {"#, to: ".claude/settings.json")
        case .list: try home.folder.write("[]", to: ".claude/settings.json")
        case .wrongType:
            try home.folder.write(#"{"max_background_tasks": "many"}"#, to: ".claude/settings.json")
        case .binary: try home.folder.write([0, 1, 0xFF, 0xFE], to: ".claude/settings.json")
        case .empty: try home.folder.write("", to: ".claude/settings.json")
        }
        let before = home.folder.read(".claude/settings.json")
        let outcome = try home.hook(EndToEndEvent.stop("a1"))
        #expect(outcome.isSilentSuccess)
        #expect(outcome.seconds < BadStdinTests.patience)
        #expect(home.record("a1")?["status"] == "completed")
        #expect(home.alertCounts == ["completed": 1])
        #expect(home.log.count == (settings.isNoted ? 1 : 0), "\(home.log)")
        #expect(home.log.allSatisfy { $0.contains("settings.json") })
        let call = try home.hook(EndToEndEvent.wantsAgent(call: "t1"))
        #expect(call.isSilentSuccess)
        #expect(home.folder.read(".claude/settings.json") == before)
        let check = try home.ringback("settings", "check")
        #expect(check.exitCode == (settings.isNoted ? 1 : 0))
        #expect(check.seconds < BadStdinTests.patience)
    }

    @Test func `a state folder that can't be written costs the alert, not the task`() throws {
        let home = try EndToEndHome(holdsCourier: false)
        try home.folder.write("a file", to: ".local/state")
        #expect(try home.hook(EndToEndEvent.stop("a1")).isSilentSuccess)
        #expect(home.record("a1")?["status"] == "completed")
        #expect(home.folder.text(".local/state") == "a file")
    }
}
