import Glibc
import LosslessJSON
import RingbackModel
import RingbackSystem
@testable import TaskStore
import TestSupport
import Testing

@Suite struct TransactionTests {
    private typealias Fixture = StoreFixture

    @Test(arguments: StoreLayout.allCases)
    func `a task comes, ends, runs again and ends anew, in its record and in the views`(
        _ layout: StoreLayout
    ) throws {
        let fixture = try Fixture(layout)
        try fixture.begin("a", run: "one", at: 1)
        #expect(fixture.views == "a |  | ")
        #expect(try fixture.status("a") == .running)
        try fixture.end("a", at: 2)
        #expect(fixture.views == " | a | ")
        #expect(try fixture.status("a") == .completed)
        try fixture.begin("a", run: "two", at: 3)
        #expect(fixture.views == "a |  | ")
        #expect(try fixture.status("a") == .running)
        try fixture.end("a", .failed, at: 4)
        #expect(fixture.views == " |  | a")
        try fixture.begin("b")
        try fixture.end("b", .cancelled)
        #expect(fixture.views == " |  | a b")
        #expect(!fixture.isInterrupted)
        let mode = try #require(FileSystem.status(fixture.store.location.record("a"))).st_mode
        #expect(mode & 0o777 == 0o600)
    }

    @Test func `tells what became of each task, and who ended`() throws {
        let fixture = try Fixture()
        let begin = TaskChange(id: "a", move: .begin, run: "one")
        let end = TaskChange(id: "a", move: .end(TaskEnd(.completed, result: "r")))
        let other = TaskChange(id: "../b", move: .begin)
        let unknown = TaskChange(id: "c", move: .sessionEnded)
        let first = try fixture.change(begin, begin, other, unknown)
        #expect(first.transitions == [.created, TaskTransition.none, nil, nil])
        #expect(first.ended.isEmpty)
        let second = try fixture.change(
            end, end, TaskChange(id: "a", move: .begin, run: "two"), end)
        #expect(second.transitions == [.ended, TaskTransition.none, .resumed, .ended])
        #expect(second.ended.map(\.ends) == [1, 2])
        // An end that comes first creates the task.
        let third = try fixture.change(TaskChange(id: "d", move: .end(TaskEnd(.failed))))
        #expect(third.transitions == [.ended])
        #expect(fixture.views == " | a | d")
    }

    @Test(arguments: StoreLayout.allCases)
    func `an event that tells nothing new writes nothing`(_ layout: StoreLayout) throws {
        let fixture = try Fixture(layout)
        let long = String(repeating: "long ", count: 1000)
        let begin = TaskChange(
            id: "a", move: .begin, run: "one",
            details: ["prompt": .string(long), "session_id": "s"])
        try fixture.change(begin)
        try fixture.begin("b")
        try fixture.end("b")
        let before = try modification(fixture)
        try fixture.change(at: 9, begin)
        try fixture.change(at: 9, TaskChange(id: "a", move: .observe, details: ["session_id": "s"]))
        try fixture.end("b", .failed, at: 9)
        try fixture.change(at: 9, TaskChange(id: "x", move: .sessionEnded))
        #expect(try modification(fixture) == before)
    }

    /// When each file was written.
    private func modification(_ fixture: Fixture) throws -> [String: Int64] {
        try fixture.files.keys.reduce(into: [:]) { moments, name in
            let status = try #require(FileSystem.status(fixture.folder(name)))
            moments[name] = status.modified
        }
    }

    @Test func `views hold long texts cut and no secrets, the record has the whole`() throws {
        let fixture = try Fixture()
        let long = String(repeating: "ä", count: 5000)
        try fixture.change(
            TaskChange(
                id: "a", move: .end(TaskEnd(.failed, result: long, error: long)),
                details: [
                    "prompt": .string(long), "command": .string(long), "env_overrides": ["K": "v"],
                ]))
        let text = try #require(fixture.folder.text("failed.json"))
        let entry = try #require(try JSON.parse(text)["tasks"]?.array?.first)
        #expect(text.hasPrefix("{\"version\":1,\"tasks\":[\n{\"id\":\"a\","))
        for (name, count) in [("prompt", 200), ("command", 200), ("result", 2000), ("error", 2000)]
        {
            #expect(entry[name]?.string?.count == count)
        }
        #expect(entry["env_overrides"] == nil)
        let record = try #require(try fixture.store.record("a"))
        #expect(record[text: .result] == long && record[text: .prompt] == long)
        #expect(record[name: "env_overrides"] == ["K": "v"])
    }

    @Test func `views keep the last so many, the records all`() throws {
        let fixture = try Fixture(historyLimit: 3)
        for number in 1...5 {
            try fixture.begin("a\(number)")
            try fixture.end("a\(number)", at: number)
        }
        #expect(fixture.views == " | a3 a4 a5 | ")
        #expect(fixture.store.allRecords().count == 5)
    }
}
