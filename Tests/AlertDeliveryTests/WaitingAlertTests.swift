import AlertDelivery
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

/// Alerts that no channel took.
@Suite struct WaitingAlertTests {
    private let fixture: CourierFixture
    private static let waiting = "no channel could show it; it is tried again for a day"

    init() throws { fixture = try CourierFixture() }

    private var failing: Courier { fixture.courier(failing: [.desktop, .terminal]) }

    @Test func `they wait for the next courier, and are shown once by it`() throws {
        try fixture.outbox.put(.show(alert()))
        failing.deliverAll()
        #expect(fixture.outbox.names().count == 1)
        failing.deliverAll()
        fixture.courier().deliverAll()
        fixture.courier().deliverAll()
        #expect(fixture.journal.lines.last == "desktop shows T as 1")
        #expect(fixture.journal.lines.count { $0.contains("shows") } == 1)
        // They are logged as waiting once.
        #expect(
            fixture.logged == [
                "T: waiting by desktop, terminal (\(Self.waiting))", "T: shown by desktop",
            ])
        #expect(fixture.outbox.names().isEmpty)
    }

    @Test func `a courier does not try them over and over`() throws {
        try fixture.outbox.put(.show(alert()))
        let courier = failing
        for _ in 1...3 { courier.deliverAll() }
        #expect(fixture.journal.lines == ["desktop can't show T", "terminal can't show T"])
        try fixture.outbox.put(.show(alert("U")))
        courier.deliverAll()
        #expect(fixture.journal.lines.count == 4)
    }

    @Test func `after a day they are given up`() throws {
        try fixture.outbox.put(.show(alert()))
        failing.deliverAll()
        fixture.wait(seconds: 24 * 3600 + 1)
        fixture.courier().deliverAll()
        #expect(fixture.logged.last == "T: silent (no channel took it for a day)")
        #expect(fixture.outbox.names().isEmpty)
        #expect(!fixture.journal.lines.contains { $0.contains("shows") })
    }

    @Test(arguments: [false, true])
    func `what is waited for no longer is not shown later`(_ isByTheSameCourier: Bool) throws {
        let first = failing
        try fixture.outbox.put(.show(alert("A", .permission)))
        try fixture.outbox.put(.show(alert("B", .completed)))
        first.deliverAll()
        try fixture.outbox.put(.withdraw(session: "s", group: "permission/s"))
        if isByTheSameCourier { first.deliverAll() }
        fixture.courier().deliverAll()
        #expect(fixture.journal.lines.filter { $0.contains("shows") } == ["desktop shows B as 1"])
        #expect(fixture.outbox.names().isEmpty)
    }

    @Test func `new alerts go before those that wait`() throws {
        try fixture.outbox.put(.show(alert("old", session: "1")))
        failing.deliverAll()
        try fixture.outbox.put(.show(alert("new", session: "2")))
        fixture.courier().deliverAll()
        #expect(
            fixture.journal.lines.suffix(2) == ["desktop shows new as 1", "desktop shows old as 2"])
    }
}
