import RingbackModel
import RingbackSystem
@testable import TaskStore
import TestSupport
import Testing

/// What a transaction promises besides: all or nothing, for everybody.
@Suite struct TransactionPromiseTests {
    private typealias Fixture = StoreFixture

    @Test func `many changes at once are all kept`() async throws {
        let fixture = try Fixture()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<15 {
                        try fixture.begin("w\(writer)-\(number)")
                        try fixture.end(
                            "w\(writer)-\(number)", number % 2 == 0 ? .completed : .failed)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(fixture.ids(.active) == [])
        #expect(fixture.ids(.completed)?.count == 32 && fixture.ids(.failed)?.count == 28)
        #expect(fixture.store.allRecords().allSatisfy { $0.ends == 1 })
    }

    @Test func `a change that throws changes nothing`() throws {
        let fixture = try Fixture()
        try fixture.begin("a")
        let before = fixture.files
        #expect(throws: SystemError("test", "x", code: 1)) {
            try fixture.store.change(at: Fixture.moment(1), waiting: 5000) {
                transaction throws(SystemError) in
                try transaction.apply(TaskChange(id: "a", move: .end(TaskEnd(.completed))))
                throw SystemError("test", "x", code: 1)
            }
        }
        #expect(fixture.files == before)
        #expect(!fixture.isInterrupted)
    }

    @Test func `a task that is put stands as it was given`() throws {
        let fixture = try Fixture()
        var task = TaskRecord(id: "a", status: .pending, created: Fixture.moment(0))
        for status in [TaskStatus.pending, .paused, .failed, .running, .completed] {
            task.status = status
            let given = task
            let isKnown = try fixture.store.change(at: Fixture.moment(1), waiting: 5000) {
                transaction throws(SystemError) in
                let isKnown = try transaction.knows("a")
                try transaction.put(given)
                return isKnown
            }
            #expect(isKnown == (status != .pending))
            #expect(try fixture.store.record("a") == given)
            #expect(fixture.ids(View(of: status)) == ["a"])
        }
        #expect(fixture.views == " | a | ")
    }
}
