import LosslessJSON
import RingbackModel
import RingbackSystem
@testable import TaskStore
import TestSupport
import Testing

@Suite struct ListingTests {
    private typealias Fixture = StoreFixture

    private func list(_ fixture: Fixture, all: Bool = false) throws -> [String] {
        try fixture.store.list(all: all, at: Fixture.moment(99), waiting: 5000).map(\.id)
    }

    @Test func `shows what is at work and what ended, newest first`() throws {
        let fixture = try Fixture(historyLimit: 2)
        for (second, id) in ["a", "b", "c", "d", "e"].enumerated() {
            try fixture.begin(id, at: second)
        }
        for id in ["d", "c", "b"] { try fixture.end(id, at: 9) }
        #expect(try list(fixture) == ["e", "c", "b", "a"])
        #expect(try list(fixture, all: true) == ["e", "d", "c", "b", "a"])
    }

    @Test func `shows a record that came without the views`() throws {
        let fixture = try Fixture()
        try fixture.begin("a", at: 5)
        try fixture.folder.write(
            #"{"id":"stranger","status":"running","created_at":"1970-01-01T00:00:09Z"}"#,
            to: "stranger.json")
        try fixture.folder.write("{torn", to: "torn.json")
        #expect(try list(fixture) == ["stranger", "a"])
        try fixture.begin("b", at: 10)
        try fixture.end("a", at: 11)
        #expect(try list(fixture) == ["b", "stranger", "a"])
    }

    @Test func `a store that is not there has no tasks, and is not made`() throws {
        let fixture = try Fixture()
        let nowhere = TaskStore(StoreLocation(folder: fixture.folder("no"), layout: .claude))
        #expect(try nowhere.list(at: Fixture.moment(0), waiting: 5000).isEmpty)
        #expect(FileSystem.status(fixture.folder("no")) == nil)
    }

    @Test(arguments: [
        ("a", ["a"]), ("ab", ["ab"]), ("abc", ["abc-1", "abc-2"]), ("abc-1", ["abc-1"]), ("x", []),
        ("", ["a", "ab", "abc-1", "abc-2"]), ("../a", []), ("active", []),
    ])
    func `an id is found by its begin, the very id alone`(_ prefix: String, _ ids: [String]) throws
    {
        let fixture = try Fixture()
        for id in ["a", "ab", "abc-1", "abc-2"] { try fixture.begin(id) }
        #expect(fixture.store.ids(beginningWith: prefix) == ids)
    }

    @Test(arguments: ["../secret", "active", ".hidden", "missing", "", "torn", "folder", "list"])
    func `what is no task has no record`(_ id: String) throws {
        let fixture = try Fixture()
        try fixture.begin("a")
        try fixture.folder.write("{torn", to: "torn.json")
        try fixture.folder.write("[]", to: "list.json")
        try fixture.folder.write(#"{"id":".hidden","status":"running"}"#, to: ".hidden.json")
        try FileSystem.makeFolder(fixture.folder("folder"))
        #expect(try fixture.store.record(id) == nil)
    }

    @Test func `what is at work is known without the view, too`() throws {
        let fixture = try Fixture()
        try fixture.begin("a")
        try fixture.begin("b")
        try fixture.end("b")
        #expect(fixture.store.activeRecords().map(\.id) == ["a"])
        fixture.remove("active.json")
        #expect(fixture.store.activeRecords().map(\.id) == ["a"])
    }
}
