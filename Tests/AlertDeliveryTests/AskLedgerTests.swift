import AlertDelivery
import Foundation
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

/// Questions that outlive a courier.
@Suite struct AskLedgerTests {
    private let fixture: AskFixture

    init() throws { fixture = try AskFixture() }

    /// A courier that is killed when it has delivered: nothing of it is left but its files.
    private func live() throws {
        try fixture.put(fixture.question())
        fixture.courier().deliverAll()
    }

    @Test func `the next courier takes questions over, and understands what is answered to them`()
        throws
    {
        try live()
        let courier = fixture.courier()
        courier.resumeAsks()
        #expect(
            fixture.journal.suffix(2) == [
                "desktop: Go on? as 1, resumed", "telegram: Go on? as 2, resumed",
            ])
        fixture.desktop.answer(1, .option(1))
        courier.takeReplies()
        #expect(fixture.calls.map { $0.suffix(3) } == [" no"])
        try fixture.put(fixture.answer("Answered: no"))
        courier.deliverAll()
        #expect(
            fixture.journal.suffix(2) == [
                "desktop: Answered: no as 1, again", "telegram: Answered: no as 2, again",
            ])
    }

    @Test func `an answer alone finds the question's places`() throws {
        try live()
        try fixture.put(fixture.answer())
        let courier = fixture.courier()
        courier.resumeAsks()
        courier.deliverAll()
        #expect(fixture.journal.suffix(2).allSatisfy { $0.contains("Answered: yes") })
        #expect(fixture.ledger.isEmpty)
    }

    /// The moments at which a courier may be killed, as the files that are there then.
    enum Moment: CaseIterable {
        case beforeShowing, afterTheFirstChannel, beforeRemembering
    }

    @Test(arguments: Moment.allCases)
    func `a question of a courier that was killed is shown everywhere, and new nowhere twice`(
        _ moment: Moment
    ) throws {
        var entry = AskLedger.Entry(fixture.question())
        var shown: [String] = []
        if moment != .beforeShowing {
            entry.places.append(.init(.desktop, fixture.home.journal.nextID()))
            shown.append("desktop: Go on? as 1, resumed")
        }
        if moment == .beforeRemembering {
            entry.places.append(.init(.telegram, fixture.home.journal.nextID()))
            shown.append("telegram: Go on? as 2, resumed")
        }
        try AskLedger(fixture.home.paths).save(entry)
        try fixture.put(fixture.question())
        let courier = fixture.courier()
        courier.resumeAsks()
        courier.deliverAll()
        let missing = ["desktop: Go on? as 1, new", "telegram: Go on? as 2, new"]
        #expect(fixture.journal == shown + missing.dropFirst(shown.count))
        #expect(fixture.ledger.map(\.places) == [[.init(.desktop, 1), .init(.telegram, 2)]])
        #expect(fixture.home.outbox.names().isEmpty)
    }

    @Test func `what somebody has closed is not shown again`() throws {
        try live()
        let first = fixture.courier()
        first.resumeAsks()
        fixture.desktop.answer(1, .dismissed)
        first.takeReplies()
        let next = fixture.courier()
        next.resumeAsks()
        #expect(fixture.journal.last == "telegram: Go on? as 2, resumed")
    }

    @Test func `a question that is over is taken away by the next courier`() throws {
        try live()
        FileSystem.remove(fixture.home.folder("t1.json"))
        fixture.courier().resumeAsks()
        #expect(fixture.journal.suffix(2) == ["desktop withdraws 1", "telegram withdraws 2"])
        #expect(fixture.ledger.isEmpty)
    }

    @Test func `a courier goes when the last question has been open for a day`() throws {
        try live()
        fixture.home.wait(seconds: 25 * 3600)
        try fixture.home.run(fixture.courier())
        #expect(fixture.journal.count == 2)
        #expect(fixture.ledger.count == 1)
    }

    @Test func `a courier stays for a question, and leaves when it is answered`() throws {
        try fixture.put(fixture.question())
        let fixture = fixture
        fixture.desktop.whenIdle {
            // One that did not stay would have gone meanwhile.
            Thread.detachNewThread {
                Thread.sleep(forTimeInterval: 0.1)
                try? fixture.put(fixture.answer())
            }
        }
        try fixture.home.run(fixture.courier())
        #expect(fixture.journal.count == 4)
        #expect(fixture.ledger.isEmpty)
    }

    @Test func `what is no entry is left out`() throws {
        try live()
        try fixture.home.folder.write("{", to: ".local/state/ringback/asks/a.json")
        try fixture.home.folder.write("{}", to: ".local/state/ringback/asks/b.json")
        #expect(fixture.ledger.count == 1)
        fixture.courier().resumeAsks()
    }

    @Test func `an entry survives the way through its file`() throws {
        var entry = AskLedger.Entry(fixture.question())
        entry.places = [.init(.desktop, 4_294_967_295), .init(.ntfy, 3, isGone: true)]
        try AskLedger(fixture.home.paths).save(entry)
        #expect(fixture.ledger == [entry])
    }
}
