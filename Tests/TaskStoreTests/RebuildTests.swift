import LosslessJSON
import RingbackModel
import RingbackSystem
@testable import TaskStore
import TestSupport
import Testing

@Suite struct RebuildTests {
    private typealias Fixture = StoreFixture

    /// A store with a task in each view, and one that waits.
    private func fixture() throws -> Fixture {
        let fixture = try Fixture()
        for (id, end) in [
            ("c1", .completed), ("c2", .completed), ("f", .failed), ("x", .cancelled),
        ]
            as [(String, TaskStatus)]
        {
            try fixture.begin(id)
            try fixture.end(id, end, at: id == "c1" ? 9 : 5)
        }
        try fixture.begin("a", ["client": Fixture.livingClient().json], at: 1)
        let pending = TaskRecord(id: "q", status: .pending, created: Fixture.moment(2))
        try fixture.store.change(at: Fixture.moment(2), waiting: 5000) {
            transaction throws(SystemError) in
            try transaction.put(pending)
        }
        return fixture
    }

    @Test(
        arguments: ["completed.json", "failed.json"],
        [nil, "", "{}", "[1]", "{\"version\":1,\"tasks\":[\n{\"id\""])
    func `a view that is missing or broken is made anew when it is needed`(
        _ name: String, _ content: String?
    ) throws {
        let fixture = try fixture()
        fixture.remove(name)
        if let content { try fixture.folder.write(content, to: name) }
        let status: TaskStatus = name == "failed.json" ? .failed : .completed
        try fixture.begin("new", at: 20)
        try fixture.end("new", status, at: 21)
        #expect(
            fixture.views
                == (status == .failed ? "a q | c2 c1 | f x new" : "a q | c2 c1 new | f x"))
        #expect(try fixture.status("a") == .running)
    }

    @Test(arguments: ["", "{}", "[]", #"{"tasks":7}"#, "{\"version\":1,\"tasks\":[\n{\"id\":\"a\""])
    func `a broken active view is made anew, and nothing is lost`(_ content: String) throws {
        let fixture = try fixture()
        try fixture.begin("orphan", at: 3)
        try fixture.folder.write(content, to: "active.json")
        try fixture.change(at: 20)
        #expect(fixture.views == "a q orphan | c2 c1 | f x")
    }

    @Test func `who removes active.json gets rid of stuck tasks, and of no others`() throws {
        let fixture = try fixture()
        try fixture.begin("stuck", at: 3)
        fixture.remove("active.json")
        let told = try fixture.change(at: 20)
        #expect(fixture.views == "a q | c2 c1 | f x stuck")
        let stuck = try #require(try fixture.store.record("stuck"))
        #expect(stuck[text: .error] == "Dropped: no living process answers for it")
        #expect(stuck[time: .completed] == Fixture.moment(20))
        #expect(told.ended.isEmpty, "who drops a task need not be told")
    }

    @Test func `who removes the whole folder starts clean`() throws {
        let fixture = try fixture()
        for name in fixture.files.keys { fixture.remove(name) }
        try fixture.begin("a")
        #expect(fixture.views == "a |  | ")
    }

    @Test(arguments: StoreLayout.allCases)
    func `what the original program left is taken over as it stands`(_ layout: StoreLayout) throws {
        let fixture = try Fixture(layout)
        for status in TaskStatus.allCases {
            let word = layout.word(for: status)
            try fixture.folder.write(
                #"{"id":"t-\#(status)","status":"\#(word)","x":1e400}"# + "\n",
                to: "t-\(status).json")
        }
        try fixture.folder.write("{broken", to: "broken.json")
        try fixture.folder.write("[]", to: "list.json")
        let before = fixture.files
        try fixture.change()
        #expect(
            fixture.views == "t-paused t-pending t-running | t-completed | t-cancelled t-failed")
        for (name, content) in before { #expect(fixture.folder.read(name) == content, "\(name)") }
    }

    @Test func `rebuilding on demand keeps every record`() throws {
        let fixture = try fixture()
        let before = fixture.files
        try fixture.store.rebuild(at: Fixture.moment(20), waiting: 5000)
        #expect(fixture.views == "a q | c2 c1 | f x", "in the order in which they ended")
        for (name, content) in before
        where !["active", "completed", "failed"].contains(name.dropLast(5)) {
            #expect(fixture.folder.read(name) == content)
        }
        let nowhere = TaskStore(StoreLocation(folder: fixture.folder("no"), layout: .claude))
        try nowhere.rebuild(at: Fixture.moment(0), waiting: 5000)
        #expect(FileSystem.status(fixture.folder("no")) == nil)
    }
}
