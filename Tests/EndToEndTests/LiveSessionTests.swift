import LosslessJSON
import TestSupport
import Testing

/// Sessions of the real client beyond the plain ones: resumed and stopped work, ends while the agent
/// is busy, failures, permissions.
@Suite struct LiveSessionTests {
    /// The agent's process, which lives as long as the test.
    private let client: HookProcess

    init() throws { client = try HookCall("sleep", ["600"], environment: ["PATH": "/bin"]).start() }

    private var variables: [String: String] { ["CLAUDE_PID": "\(client.pid)"] }

    @Test(arguments: LiveSession.all)
    func `a live session leaves the right tasks and alerts`(_ session: LiveSession) throws {
        let home = try EndToEndHome()
        let events = try Recording("live/" + session.name).events
        #expect(try home.replay(events, variables).isEmpty)
        expect(session, in: home)
    }

    /// Events that came twice are no news: both settings files may hold the hook.
    @Test(arguments: LiveSession.all)
    func `each event twice leaves the same`(_ session: LiveSession) throws {
        let home = try EndToEndHome()
        let events = try Recording("live/" + session.name).events.flatMap { [$0, $0] }
        #expect(try home.replay(events, variables).isEmpty)
        expect(session, in: home)
    }

    @Test(arguments: ["permission-beside-a-subagent", "permission-granted"])
    func `a permission is gone from the screen once its tool has run`(_ name: String) throws {
        let home = try EndToEndHome()
        let events = try Recording("live/" + name).events
        let end = try #require(
            events.firstIndex { $0.contains(#""PostToolUse","tool_name":"Bash""#) })
        #expect(try home.replay(Array(events[...end]), variables).isEmpty)
        #expect(withdrawn(home).map { $0.hasPrefix("permission/") } == [true])
    }

    @Test(arguments: ["permission-denied", "permission-denied-silently", "permission-escaped"])
    func `a permission that was refused is gone from the screen with the turn`(_ name: String)
        throws
    {
        let home = try EndToEndHome()
        #expect(try home.replay(try Recording("live/" + name).events, variables).isEmpty)
        #expect(withdrawn(home).filter { $0.hasPrefix("permission/") }.count == 1)
    }

    @Test func `what is done stays on the screen when its session ends`() throws {
        let home = try EndToEndHome()
        #expect(try home.replay(try Recording("live/foreground-subagent").events).isEmpty)
        #expect(withdrawn(home) == [])
    }

    @Test func `a failed turn says why in plain words`() throws {
        let home = try EndToEndHome()
        #expect(try home.replay(try Recording("live/turn-fails-rate-limit").events).isEmpty)
        let alert = try #require(home.alerts.first)
        #expect(alert["title"] == "Claude stopped: the rate limit is reached")
        #expect(alert["body"]?.string?.contains("API Error: Request rejected (429)") == true)
    }

    private func withdrawn(_ home: EndToEndHome) -> [String] {
        home.outbox.compactMap { $0["withdraw"]?["group"]?.string }
    }

    private func expect(_ session: LiveSession, in home: EndToEndHome) {
        let records = home.ids().compactMap { home.record($0) }
            .sorted { ($0["description"]?.string ?? "") < ($1["description"]?.string ?? "") }
        #expect(records.count == session.tasks.count)
        for (record, task) in zip(records, session.tasks) {
            #expect(record["description"]?.string == task.description)
            #expect(record["status"]?.string == task.status)
            #expect(record["result"]?.string == task.result)
            #expect(record["error"]?.string == task.error)
            #expect(record["exit_code"]?.int == task.exitCode)
            #expect(record["ends"]?.int == task.ends)
            #expect(record["background"]?.bool == task.background)
        }
        #expect(home.faults() == [])
        #expect(home.log == [])
        #expect(home.alertCounts == session.alerts)
    }
}
