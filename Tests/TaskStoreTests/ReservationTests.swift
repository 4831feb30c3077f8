import LosslessJSON
import RingbackModel
import RingbackSystem
@testable import TaskStore
import TestSupport
import Testing

@Suite struct ReservationTests {
    private let fixture: StoreFixture

    init() throws { fixture = try StoreFixture() }

    private func reserve(_ call: String, at seconds: Int) throws {
        try fixture.store.change(at: StoreFixture.moment(seconds), waiting: 5000) {
            transaction throws(SystemError) in
            transaction.reservations.append(
                Reservation(toolUse: call, session: "s", made: transaction.now))
        }
    }

    private func reserved(at seconds: Int) throws -> [String] {
        try fixture.store.change(at: StoreFixture.moment(seconds), waiting: 5000) {
            transaction throws(SystemError) in
            transaction.reservations.map(\.toolUse)
        }
    }

    @Test func `a slot is held for a call for a minute, whatever happens beside`() throws {
        try reserve("t1", at: 100)
        try reserve("t2", at: 130)
        try fixture.begin("a", at: 131)
        try fixture.end("a", at: 132)
        #expect(try reserved(at: 159) == ["t1", "t2"])
        #expect(try reserved(at: 160) == ["t2"])
        #expect(try reserved(at: 190) == [])
    }

    @Test func `a clock that was set back frees it, too`() throws {
        try reserve("t1", at: 1000)
        #expect(try reserved(at: 941) == ["t1"])
        #expect(try reserved(at: 940) == [])
    }

    @Test func `what is over is not written any more, and what is broken is passed over`() throws {
        try reserve("t1", at: 100)
        #expect(fixture.folder.text("active.json")?.contains("t1") == true)
        #expect(try reserved(at: 900) == [])
        #expect(fixture.folder.text("active.json")?.contains("t1") == false)
        try fixture.folder.write(
            #"{"version":1,"reservations":[7,{},{"tool_use_id":"t","session_id":"s","made_at":"soon"},"#
                + #"{"tool_use_id":"t9","session_id":"s","made_at":"1970-01-01T00:01:40Z"}],"tasks":["#
                + "\n]}\n", to: "active.json")
        #expect(try reserved(at: 100) == ["t9"])
    }

    @Test func `only as many pass at once as there are slots`() async throws {
        let store = fixture.store
        let admitted = try await withThrowingTaskGroup(of: Bool.self) { group in
            for call in 1...12 {
                group.addTask {
                    try store.change(at: StoreFixture.moment(1), waiting: 60_000) {
                        transaction throws(SystemError) in
                        guard transaction.reservations.count < 5 else { return false }
                        transaction.reservations.append(
                            Reservation(toolUse: "t\(call)", session: "s", made: transaction.now))
                        return true
                    }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(admitted == 5)
    }
}
