import AlertDelivery
import Glibc
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

@Suite struct TerminalChannelTests {
    private func notice(_ origin: Origin) -> Notice {
        var alert = alert()
        alert.origin = origin
        return Notice(alert: alert, title: "T", body: "b")
    }

    @Test(
        arguments: [("foot", nil, "osc777"), ("xterm", nil, "bell"), ("foot", .osc9, "osc9")]
            as [(String, TerminalSequence?, String)])
    func `rings the terminal of the agent's process`(
        _ terminal: String, _ chosen: TerminalSequence?, _ sequence: String
    ) async throws {
        let folder = try ScratchFolder()
        let gate = folder("gate")
        unsafe mkfifo(gate, 0o600)
        let command =
            "echo $$ > \(folder("new")); mv \(folder("new")) \(folder("pid")); read x < \(gate)"
        let typescript = folder("typescript")
        async let session = onThread {
            try Subprocess.run(
                "/usr/bin/script", ["-qfc", command, typescript], milliseconds: 60_000)
        }
        while folder.text("pid") == nil { await Task.yield() }
        let number = try #require(folder.text("pid").flatMap { Int($0.dropLast()) })
        let process = try #require(ProcessIdentity(ofRunning: number))

        var origin = Origin()
        origin.process = Client(pid: process.pid, start: process.start, boot: process.boot)
        origin.terminal = terminal
        var notice = notice(origin)
        notice.terminal = chosen
        guard case .shown(0, let detail) = TerminalChannel().show(notice) else {
            Issue.record("it was not shown")
            return
        }
        #expect(detail.hasPrefix("\(sequence) to /dev/pts/"))

        openGate(gate)
        #expect(try await session.exitCode == 0)
        let wanted = try #require(TerminalSequence(rawValue: sequence))
        let bytes = TerminalText.bytes(wanted, title: "T", body: "b", isInTmux: false)
        #expect(folder.text("typescript")?.contains(bytes) == true)
    }

    @Test func `what the agent rang itself is shown`() {
        var origin = Origin()
        origin.rangTerminal = true
        #expect(
            TerminalChannel().show(notice(origin)) == .shown(id: 0, detail: "through the agent"))
    }

    @Test func `no other process's terminal is rung in the place of one that is gone`() throws {
        let me = try #require(ProcessIdentity(ofRunning: Int(getpid())))
        let failed = Delivery.failed(reason: "the agent has no terminal", remedy: "")
        var origin = Origin()
        #expect(TerminalChannel().show(notice(origin)) == failed)
        origin.process = Client(pid: me.pid, start: me.start + 1, boot: me.boot)
        #expect(TerminalChannel().show(notice(origin)) == failed)
    }
}
