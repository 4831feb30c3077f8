import LosslessJSON
import RingbackModel
import RingbackSystem
@testable import TaskStore
import TestSupport
import Testing

/// A change that was cut short between any two of its writes.
@Suite struct CrashTests {
    struct Scenario: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// What has happened before.
        var before: [TaskChange]
        var change: [TaskChange]
        /// The files in the order in which the change writes them; one with a `+` is the active
        /// view as it is with what comes, before anything goes.
        var order: [String]
        /// The states of its tasks, before and after.
        var states: [(id: String, before: TaskStatus?, after: TaskStatus)]
    }

    private static func begin(_ id: String, _ run: String = "one") -> TaskChange {
        TaskChange(id: id, move: .begin, run: run, details: ["prompt": .string("do \(id)")])
    }

    private static func end(_ id: String, _ status: TaskStatus, _ result: String? = nil)
        -> TaskChange
    {
        var end = TaskEnd(status, result: result)
        end.isOwnWords = true
        return TaskChange(id: id, move: .end(end))
    }

    static let scenarios = [
        Scenario(
            testDescription: "a task comes", before: [begin("x")], change: [begin("a")],
            order: ["active.json", "a.json"],
            states: [("a", nil, .running), ("x", .running, .running)]),
        Scenario(
            testDescription: "a task completes", before: [begin("a"), begin("x")],
            change: [end("a", .completed, "r")],
            order: ["a.json", "completed.json", "active.json"],
            states: [("a", .running, .completed), ("x", .running, .running)]),
        Scenario(
            testDescription: "two tasks fail", before: [begin("a"), begin("b")],
            change: [end("a", .failed), end("b", .failed)],
            order: ["a.json", "b.json", "failed.json", "active.json"],
            states: [("a", .running, .failed), ("b", .running, .failed)]),
        Scenario(
            testDescription: "a task runs again", before: [begin("a"), end("a", .failed)],
            change: [begin("a", "two")], order: ["active.json", "a.json", "failed.json"],
            states: [("a", .failed, .running)]),
        Scenario(
            testDescription: "a task comes as another ends", before: [begin("a")],
            change: [begin("b"), end("a", .completed)],
            order: ["active.json+", "b.json", "a.json", "completed.json", "active.json"],
            states: [("a", .running, .completed), ("b", nil, .running)]),
        Scenario(
            testDescription: "a task says something new at its end",
            before: [begin("x"), begin("a"), end("a", .failed, "one")],
            change: [end("a", .completed, "two")],
            order: ["a.json", "completed.json", "failed.json"],
            states: [("x", .running, .running)]),
    ]

    @Test(arguments: scenarios)
    func `is healed by the next who takes the lock, wherever it was cut`(_ scenario: Scenario)
        throws
    {
        for cut in 0...scenario.order.count {
            let fixture = try StoreFixture()
            for change in scenario.before { try fixture.change(change) }
            var stages = [fixture.files]
            for changes in [[scenario.change[0]], scenario.change] {
                try tell(changes, to: fixture)
                stages.append(fixture.files)
            }
            let names = Set(stages.flatMap(\.keys))
            for name in names {
                let written = scenario.order.prefix(cut).filter { $0.hasPrefix(name) }
                let stage = written.last.map { $0.hasSuffix("+") ? 1 : 2 } ?? 0
                if let content = stages[stage][name] {
                    try fixture.folder.write(content, to: name)
                } else {
                    fixture.remove(name)
                }
            }
            let ids = scenario.change.map { $0.id + "\n" }.joined()
            try fixture.folder.write("1\(ids)\n", to: ".lock")

            try fixture.change()
            try #require(!fixture.isInterrupted)
            try expectWhole(fixture, "cut before write \(cut)")
            for state in scenario.states {
                let status = try fixture.status(state.id)
                #expect(status == state.before || status == state.after, "\(state.id), cut \(cut)")
            }
            // The event comes again, as the agent's next word of it does.
            try tell(scenario.change, to: fixture)
            try expectWhole(fixture, "after all, cut before write \(cut)")
            for state in scenario.states { #expect(try fixture.status(state.id) == state.after) }
        }
    }

    private func tell(_ changes: [TaskChange], to fixture: StoreFixture) throws {
        try fixture.store.change(at: StoreFixture.moment(1), waiting: 5000) {
            transaction throws(SystemError) in
            for change in changes { try transaction.apply(change) }
        }
    }

    /// Each task at work stands in the active view, and each that ended in its view, as its record is.
    private func expectWhole(_ fixture: StoreFixture, _ comment: Comment) throws {
        for view in View.allCases {
            let records = fixture.store.allRecords().filter { View(of: $0.status) == view }
            #expect(Set(try #require(fixture.ids(view))) == Set(records.map(\.id)), comment)
            #expect(fixture.ids(view)?.count == records.count, comment)
        }
    }

    @Test func `without a crash nobody compares the records`() throws {
        let fixture = try StoreFixture()
        try fixture.begin("a")
        fixture.remove("a.json")
        try fixture.begin("b")
        #expect(fixture.views == "a b |  | ")
        #expect(try fixture.status("a") == nil)
        // The view has what there is to know.
        try fixture.folder.write("1", to: ".lock")
        try fixture.change()
        #expect(try fixture.status("a") == .running)
    }
}
