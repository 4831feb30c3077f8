import LosslessJSON
import TestSupport
import Testing

/// A hook may be killed after it has put its alert down, and before it has woken the courier.
@Suite struct ForgottenAlertTests {
    @Test(arguments: ["SessionStart", "SessionEnd", "UserPromptSubmit"])
    func `the session's next event has it delivered`(_ name: String) throws {
        let home = try EndToEndHome(holdsCourier: false)
        let alert: JSON = [
            "show": [
                "kind": "turn_failed", "title": "Claude stopped", "detail": "", "body": "",
                "urgency": "critical", "key": "turn/s1/p1/failed", "source": "StopFailure",
                "group": "turn_finished/s1", "agent": "claude", "session": "s1",
                "created": "2026-01-01T00:00:00.000Z", "origin": ["remote": false, "tmux": false],
            ]
        ]
        try home.folder.write(alert.text(), to: EndToEndHome.state + "/outbox/1-1.json")
        #expect(try home.hook(EndToEndEvent.make(name)).isSilentSuccess)
        #expect(Polling.until { home.deliveries.map { $0["title"] } == ["Claude stopped"] })
    }
}
