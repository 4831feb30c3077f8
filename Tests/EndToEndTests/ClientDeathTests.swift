import Foundation
import LosslessJSON
import TestSupport
import Testing

/// A task that an agent runs within itself lives and dies with the agent's process.
@Suite struct ClientDeathTests {
    private let home: EndToEndHome
    private let client: HookProcess
    private let store = EndToEndHome.store

    init() throws {
        home = try EndToEndHome()
        client = try HookCall("sleep", ["600"], environment: ["PATH": "/bin"]).start()
        for event in [EndToEndEvent.start("a1"), EndToEndEvent.launched("a1")] {
            try home.hook(event, [], ["CLAUDE_PID": "\(client.pid)"])
        }
    }

    private let other = EndToEndEvent.make("SessionStart", session: "s2", ["source": "startup"])

    private func expectLost() {
        #expect(home.record("a1")?["status"] == "failed")
        #expect(home.record("a1")?["error"]?.string?.hasPrefix("Lost: ") == true)
        #expect(home.alertCounts == ["failed": 1])
        #expect(home.outbox.count == 1)
        #expect(home.faults() == [])
    }

    @Test func `a living client keeps its tasks`() throws {
        for _ in 1...3 { try home.hook(other) }
        #expect(try home.answer("list")["running"] == 1)
        #expect(try home.answer("prune") == ["removed": []])
        #expect(home.alerts.isEmpty)
    }

    @Test func `the next hook finds the tasks of a dead client lost`() throws {
        client.reap()
        for _ in 1...3 { #expect(try home.hook(other).isSilentSuccess) }
        expectLost()
    }

    @Test(arguments: ["list", "prune"])
    func `a command finds them too`(_ command: String) throws {
        client.reap()
        for _ in 1...2 {
            let answer = try home.answer(command)
            if command == "list" {
                #expect(answer["error"] == 1)
                #expect(answer["running"] == 0)
            }
        }
        expectLost()
    }

    @Test func `a zombie is dead`() throws {
        client.killWithoutReaping()
        try home.hook(other)
        expectLost()
    }

    /// The start time of a process, and the boot of the machine, tell it from a later one.
    @Test(arguments: [(#""start":"#, #""start":1"#), (#""boot":""#, #""boot":"0"#)])
    func `another process with the same number is not the client`(
        _ member: String, _ changed: String
    ) throws {
        for name in ["a1", "active"] {
            let path = "\(store)/\(name).json"
            let text = try #require(home.folder.text(path))
            #expect(text.contains(member))
            try home.folder.write(text.replacingOccurrences(of: member, with: changed), to: path)
        }
        try home.hook(other)
        expectLost()
    }

    @Test func `hooks that run at once when a client has died ring once`() throws {
        client.reap()
        let running = try (0..<20).map { _ in
            try home.call(["hook"], input: .bytes(Array(other.text().utf8))).start()
        }
        for process in running { #expect(process.outcome().isSilentSuccess) }
        expectLost()
    }

    @Test(arguments: ["prompt_input_exit", "other", "logout", "bypass_permissions_disabled"])
    func `who says good-bye takes the tasks along in silence`(_ reason: String) throws {
        try home.hook(EndToEndEvent.sessionEnd(reason: reason))
        #expect(home.record("a1")?["status"] == "running")
        client.reap()
        try home.hook(other)
        #expect(home.record("a1")?["status"] == "cancelled")
        #expect(home.record("a1")?["error"]?.string?.contains("session ended") == true)
        #expect(home.outbox.isEmpty)
        #expect(home.faults() == [])
    }

    @Test(arguments: ["clear", "resume"])
    func `a session that is left for another in the same client keeps its tasks`(
        _ reason: String
    ) throws {
        try home.hook(EndToEndEvent.sessionEnd(reason: reason))
        client.reap()
        try home.hook(other)
        expectLost()
    }

    @Test func `a task that goes on after the good-bye ends as ever`() throws {
        try home.hook(EndToEndEvent.sessionEnd(reason: "other"))
        try home.hook(EndToEndEvent.stop("a1"))
        client.reap()
        try home.hook(other)
        #expect(home.record("a1")?["status"] == "completed")
        #expect(home.alertCounts == ["completed": 1])
    }

    @Test(arguments: ["exit-with-a-shell", "exit-with-a-subagent", "hangup-with-a-shell"])
    func `recorded exits leave a cancelled task`(_ name: String) throws {
        let home = try EndToEndHome()
        let events = try Recording("live/" + name).events
        #expect(try home.replay(events, ["CLAUDE_PID": "\(client.pid)"]).isEmpty)
        #expect(home.ids().count == 1)
        client.reap()
        try home.hook(other)
        #expect(home.ids().compactMap { home.record($0)?["status"]?.string } == ["cancelled"])
        #expect(home.alertCounts["failed"] == nil)
        #expect(home.alertCounts["completed"] == nil)
    }
}
