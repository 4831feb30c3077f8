import LosslessJSON
import TestSupport
import Testing

/// The recorded sessions leave one task where one ran, and ring for each thing once, whatever the
/// order of their events and however often they come.
@Suite struct RecordedSessionTests {
    struct Session: Sendable, CustomTestStringConvertible {
        let name: String
        let task: String
        let description: String
        let result: String?
        let exitCode: Int?
        /// How many alerts of each kind, each key counted once.
        let alerts: [String: Int]
        var testDescription: String { name }
    }

    static let sessions = [
        Session(
            name: "one-subagent", task: "a8eb7d12ccb8cafc6", description: "Find auth patterns",
            result: "Found 3 authentication implementations in src/.", exitCode: nil,
            alerts: ["completed": 1, "turn_finished": 1]),
        Session(
            name: "one-background-shell", task: "bolsjnwdc", description: "Build", result: nil,
            exitCode: 0, alerts: ["completed": 1, "turn_finished": 2]),
        Session(
            name: "permission-then-idle", task: "b0eb77lye", description: "Build", result: nil,
            exitCode: 0,
            alerts: ["completed": 1, "turn_finished": 2, "permission": 2, "idle": 1]),
    ]

    @Test(arguments: sessions)
    func `a session in order and then once more leaves one task and rings once`(
        _ session: Session
    ) throws {
        let home = try EndToEndHome()
        let events = try Recording("recorded/" + session.name).events
        #expect(try home.replay(events).isEmpty)
        expect(session, in: home)
        #expect(try home.replay(events).isEmpty)
        expect(session, in: home)
    }

    @Test(arguments: sessions, 1...30)
    func `any order and then any other leave the same`(_ session: Session, seed: Int) throws {
        let home = try EndToEndHome()
        let recording = try Recording("recorded/" + session.name)
        #expect(try home.replay(recording.shuffled(seed: UInt64(seed))).isEmpty)
        expect(session, in: home)
        #expect(try home.replay(recording.shuffled(seed: UInt64(seed) << 32)).isEmpty)
        expect(session, in: home)
    }

    @Test func `hooks of one session that run at once leave the same`() throws {
        for session in Self.sessions {
            let home = try EndToEndHome()
            let events = try Recording("recorded/" + session.name).events
            let running = try (events + events).map { event in
                try home.call(["hook"], input: .bytes(Array(event.utf8))).start()
            }
            for process in running { #expect(process.outcome().isSilentSuccess) }
            expect(session, in: home)
        }
    }

    private func expect(_ session: Session, in home: EndToEndHome) {
        #expect(home.ids() == [session.task])
        #expect(home.faults() == [])
        #expect(home.log == [])
        let record = home.record(session.task)
        #expect(record?["status"] == "completed")
        #expect(record?["description"]?.string == session.description)
        #expect(record?["result"]?.string == session.result)
        #expect(record?["exit_code"]?.int == session.exitCode)
        #expect(record?["background"] == true)
        #expect(record?["ends"] == 1)
        #expect(record?["ended_by"] == nil)
        #expect(home.alertCounts == session.alerts)
        let topics = Set(home.alerts.compactMap { $0["topic"]?.string })
        #expect(topics.count == (session.alerts["permission"] == nil ? 0 : 1))
    }
}
