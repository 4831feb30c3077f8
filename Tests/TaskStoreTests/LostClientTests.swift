import LosslessJSON
import RingbackModel
import RingbackSystem
@testable import TaskStore
import TestSupport
import Testing

/// Tasks live and die with the agent that runs them.
@Suite struct LostClientTests {
    private let fixture: StoreFixture
    private let living: Client
    private let gone: Client

    init() throws {
        fixture = try StoreFixture()
        living = try StoreFixture.livingClient()
        gone = Client(pid: living.pid, start: living.start + 1, boot: living.boot)
    }

    @Test func `whose agent is gone has failed, and is told; the others go on`() throws {
        let rebooted = Client(pid: living.pid, start: living.start, boot: "another")
        try fixture.begin("kept", ["client": living.json])
        try fixture.begin("own")
        try fixture.change(
            TaskChange(id: "lost", move: .begin, details: ["client": gone.json]),
            TaskChange(id: "old", move: .begin, details: ["client": rebooted.json]))
        let told = try fixture.change(at: 9)
        #expect(told.ended.map(\.id) == ["lost", "old"])
        #expect(fixture.views == "kept own |  | lost old")
        let lost = try #require(try fixture.store.record("lost"))
        #expect(lost.status == .failed)
        #expect(lost[text: .error] == "Lost: its agent (process \(gone.pid)) is gone")
        #expect(lost[time: .completed] == StoreFixture.moment(9))
        #expect(try fixture.change(at: 10).ended.isEmpty, "it is told once")
    }

    @Test func `after a good-bye it was cancelled, in silence`() throws {
        try fixture.change(
            TaskChange(id: "a", move: .begin, details: ["client": gone.json]),
            TaskChange(id: "a", move: .sessionEnded))
        #expect(try fixture.change(at: 9).ended.isEmpty)
        let record = try #require(try fixture.store.record("a"))
        #expect(record.status == .cancelled)
        #expect(record[text: .error] == "The session ended before the task did")
    }

    @Test func `an event of a lost task that comes later still adds what it knows`() throws {
        try fixture.begin("a", ["client": gone.json])
        let end = TaskChange(id: "a", move: .end(TaskEnd(.completed, result: "late")))
        let told = try fixture.change(at: 9, end)
        #expect(told.ended.map(\.status) == [.failed])
        #expect(try fixture.store.record("a")?[text: .result] == "late")
    }

    @Test func `looking at the tasks finds the lost ones, too`() throws {
        try fixture.begin("a", ["client": gone.json])
        var told: [String] = []
        let tasks = try fixture.store.list(at: StoreFixture.moment(9), waiting: 5000) { ended in
            told = ended.map(\.id)
            return told
        }
        #expect(told == ["a"])
        #expect(tasks.map(\.status) == [.failed])
    }
}
