import Foundation
import LosslessJSON
import TestSupport
import Testing

/// What rings of a task that was launched.
@Suite struct RunnerAlertTests {
    private let home: RunnerHome

    init() throws { home = try RunnerHome() }

    private let desk = ["DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus", "TMUX": "x,1,2"]

    @Test(arguments: [("true", "completed"), ("exit 3", "failed")])
    func `the end of a task rings once, where it was launched`(
        _ command: String, kind: String
    ) throws {
        let id = try home.launch("--name", "Build it", command, variables: desk)
        let record = try home.ended(id)
        #expect(Polling.until { home.home.alerts.count == 1 })
        #expect(home.home.outbox.count == 1)
        let alert = try #require(home.home.alerts.first)
        #expect(alert["kind"]?.string == kind)
        #expect(alert["task"]?.string == id)
        #expect(alert["title"]?.string?.contains("'Build it'") == true)
        #expect(alert["origin"] == record["origin"])
        #expect(alert["origin"]?["bus"] == "unix:path=/nonexistent/bus")
        // Looking at it again rings no more.
        for words in [["list"], ["wait", id], ["complete", id, "x"], ["prune"]] {
            _ = try home.call(words).run()
        }
        #expect(home.home.outbox.count == 1)
    }

    @Test func `a task that waited rings where it was launched, not where it was started`() throws {
        try home.home.folder.write(#"{"max_background_tasks": 1}"#, to: ".claude/settings.json")
        let gate = try TaskGate(home)
        let first = try home.launch(gate.command)
        let second = try home.launch("true", variables: desk)
        gate.open()
        _ = try home.ended(second)
        #expect(Polling.until { home.home.alerts.count == 2 })
        let buses = home.home.alerts.reduce(into: [:]) { all, alert in
            all[alert["task"]?.string ?? ""] = alert["origin"]?["bus"]
        }
        #expect(buses == [first: .null, second: "unix:path=/nonexistent/bus"])
    }

    @Test func `a cancelled task does not ring, a lost one does`() throws {
        let cancelled = try home.launch("sleep 1000")
        try home.run("cancel", cancelled)
        #expect(home.home.outbox == [])
        let lost = try home.launch("sleep 1000")
        let guardian = try #require(home.pid("supervisor", of: lost))
        #expect(Polling.until { home.pid("process", of: lost) != nil })
        kill(pid_t(guardian), SIGKILL)
        #expect(try home.ended(lost)["status"] == "failed")
        #expect(home.home.alertCounts == ["failed": 1])
    }

    @Test func `an agent whose own hooks run below it rings once in all`() throws {
        try home.install("agent", as: "claude")
        try home.install("hooked", as: "hooked")
        let gate = try TaskGate(home)
        let id = try home.launch(
            "agent", "--with", "claude", "Look around", "--name", "Look",
            variables: [
                "STANDIN_TREE": home("bin/hooked"), "STANDIN_MARK": try EndToEndBinary.path(),
                "STANDIN_GATE": gate.path,
                "STANDIN_SAYS": #"{"is_error":false,"result":"Nine files","session_id":"own"}"#,
            ])
        #expect(Polling.until { home.home.folder.read("work/hooked") != nil })
        // The Stop of its turn is not the end of the task.
        #expect(home.home.alerts == [])
        #expect(home.status(id) == "running")
        gate.open()
        let record = try home.ended(id)
        #expect(record["result"] == "Nine files")
        #expect(record["session_id"] == "own")
        #expect(Polling.until { home.home.alertCounts == ["completed": 1] })
        #expect(home.home.alerts.first?["task"]?.string == id)
        #expect(home.home.ids() == [id])
        #expect(home.home.log == [])
    }

    @Test func `a question of an agent that was launched rings`() throws {
        let event = EndToEndEvent.make(
            "PermissionRequest", ["tool_name": "Bash", "tool_input": ["command": "rm x"]])
        try home.home.hook(event, [], ["RINGBACK_TASK_ID": "x"])
        #expect(home.home.alertCounts == ["permission": 1])
    }

    @Test func `a courier is started for the end of a task`() throws {
        let home = try RunnerHome(holdsCourier: false)
        let id = try home.launch("true")
        _ = try home.ended(id)
        #expect(Polling.until { home.home.deliveries.count == 1 })
    }
}
