@testable import AlertDelivery
import Glibc
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

/// Which terminal is opened, and with what.
@Suite struct TerminalWindowTests {
    private let fixture: AskFixture

    init() throws {
        let folder = try ScratchFolder()
        fixture = try AskFixture(variables: [
            "DISPLAY": ":99", "TERMINAL": folder.path + "/kgx", "PATH": "/usr/bin:/bin",
        ])
        let lines = """
            printf '%s\\n' "$XDG_ACTIVATION_TOKEN" "$DESKTOP_STARTUP_ID" "$@" \
            > '\(fixture.home.folder("window.new"))'
            mv '\(fixture.home.folder("window.new"))' '\(fixture.home.folder("window"))'
            read line < '\(folder("gate"))'
            """
        unsafe mkfifo(folder("gate"), 0o600)
        let script = try fixture.home.script("kgx", lines)
        _ = try Subprocess.run("/bin/cp", [script, folder.path + "/kgx"], milliseconds: 60_000)
        self.folder = folder
    }

    private let folder: ScratchFolder

    @Test func `a click opens a terminal on the question, with the desktop's leave`() throws {
        let courier = fixture.courier()
        try fixture.put(fixture.question())
        courier.deliverAll()
        fixture.desktop.answer(1, .opened, activation: "token-1")
        courier.takeReplies()
        let window = try #require(courier.windows.first)
        openGate(folder("gate"))
        // Nothing must be left of it.
        while !window.hasEnded { sched_yield() }
        #expect(
            fixture.home.folder.text("window")
                == "token-1\ntoken-1\n--\n\(fixture.program)\nanswer\nt1\n")
    }

    @Test func `without a screen none is opened`() {
        #expect(TerminalWindow(Environment(["TERMINAL": folder.path + "/kgx"])) == nil)
    }

    @Test func `without a terminal none is opened`() {
        #expect(TerminalWindow(Environment(["DISPLAY": ":1", "PATH": "/nowhere"])) == nil)
    }

    @Test func `a terminal that is not there gives way to the next`() {
        let values = ["WAYLAND_DISPLAY": "w", "TERMINAL": "/nowhere/kgx", "PATH": folder.path]
        #expect(TerminalWindow(Environment(values)) != nil)
    }
}
