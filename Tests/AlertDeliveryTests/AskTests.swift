internal import LosslessJSON
import AlertDelivery
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

/// Questions: where they are shown, who hears the answer, what takes their place.
@Suite struct AskTests {
    private let fixture: AskFixture

    init() throws { fixture = try AskFixture() }

    private func call(_ channel: String, _ text: String) -> String {
        "reply --via \(channel) -- \(fixture.question().ask?.json.text() ?? "") \(text)"
    }

    @Test func `a question is shown here and elsewhere, and what takes its place as well`() throws {
        let courier = fixture.courier()
        try fixture.put(fixture.question())
        courier.deliverAll()
        #expect(fixture.journal == ["desktop: Go on? as 1, new", "telegram: Go on? as 2, new"])
        #expect(fixture.ledger.map(\.places) == [[.init(.desktop, 1), .init(.telegram, 2)]])
        try fixture.put(fixture.answer())
        courier.deliverAll()
        #expect(
            fixture.journal.suffix(2) == [
                "desktop: Answered: yes as 1, again", "telegram: Answered: yes as 2, again",
            ])
        #expect(fixture.ledger.isEmpty)
        #expect(
            fixture.home.logged == [
                "Go on?: shown by desktop, telegram", "Answered: yes: shown by desktop, telegram",
            ])
        try fixture.put(fixture.answer())
        courier.deliverAll()
        #expect(fixture.journal.count == 4)
    }

    @Test func `an answer to a question that stands nowhere is silent`() throws {
        try fixture.put(fixture.answer())
        fixture.courier().deliverAll()
        #expect(fixture.journal.isEmpty)
        #expect(
            fixture.home.logged == [
                "Answered: yes: silent (the question stands nowhere any more)"
            ])
        #expect(fixture.home.outbox.names().isEmpty)
    }

    @Test func `a question that no channel took is not shown when it is answered`() throws {
        fixture.desktop.break()
        fixture.phone.break()
        let courier = fixture.courier()
        try fixture.put(fixture.question())
        courier.deliverAll()
        #expect(fixture.home.outbox.names().count == 1)
        #expect(fixture.ledger.isEmpty)
        try fixture.put(fixture.answer())
        courier.deliverAll()
        #expect(fixture.home.outbox.names().isEmpty)
    }

    @Test func `a question of which the record says that it is over is not shown`() throws {
        for (number, record) in [
            #"{"id":"t1","status":"cancelled"}"#,
            """
            {"id":"t1","status":"paused","questions":[{"id":"q1","question":"Go on?",
             "asked_at":"2026-01-01T00:00:00Z","closed_at":"2026-01-01T00:00:01Z"}]}
            """,
        ].enumerated() {
            try fixture.home.folder.write(record, to: "t1.json")
            var question = fixture.question()
            question.key = "\(number)"
            try fixture.put(question)
            fixture.courier().deliverAll()
        }
        #expect(fixture.journal.isEmpty)
        #expect(fixture.home.logged.last == "Go on?: silent (nobody waits for it)")
    }

    @Test(
        arguments: [
            (.option(1), "no"), (.option(0), "yes"), (.text("YES"), "yes"), (.text(" no\n"), "no"),
            (.text("perhaps"), nil), (.text(""), nil), (.option(2), nil), (.option(-1), nil),
        ] as [(Reply.Answer, String?)])
    func `an answer is passed on in words that are an option`(
        _ answer: Reply.Answer, _ text: String?
    ) throws {
        let courier = fixture.courier()
        try fixture.put(fixture.question())
        courier.deliverAll()
        fixture.phone.answer(2, answer)
        courier.takeReplies()
        #expect(fixture.calls == text.map { [call("telegram", $0)] } ?? [])
        #expect(fixture.journal.count == 2)
    }

    @Test func `an option that is a number is passed on by its place`() throws {
        let courier = fixture.courier()
        try fixture.put(fixture.question(options: ["2", "1"]))
        courier.deliverAll()
        fixture.desktop.answer(1, .option(0))
        courier.takeReplies()
        #expect(fixture.calls.first?.hasSuffix(" 1") == true)
    }

    @Test func `a text is an answer where the question takes one, whatever it looks like`() throws {
        let courier = fixture.courier()
        try fixture.put(fixture.question(takesText: true))
        courier.deliverAll()
        fixture.desktop.answer(1, .text("--help; $(touch x)\u{1B}[2J\nline 2"))
        courier.takeReplies()
        #expect(fixture.calls.first?.hasSuffix("} --help; $(touch x)") == true)
        #expect(fixture.calls.last == "line 2")
    }

    @Test func `an answer to what is no question of ours is nothing`() throws {
        let courier = fixture.courier()
        try fixture.put(fixture.question())
        courier.deliverAll()
        fixture.phone.answer(1, .option(0))
        fixture.desktop.answer(2, .option(0))
        fixture.desktop.answer(0, .option(0))
        courier.takeReplies()
        #expect(fixture.calls.isEmpty)
    }

    @Test func `a second click on the same notice is none; one elsewhere is told of the first`()
        throws
    {
        let courier = fixture.courier()
        try fixture.put(fixture.question())
        courier.deliverAll()
        fixture.desktop.answer(1, .option(0))
        fixture.desktop.answer(1, .option(0))
        courier.takeReplies()
        #expect(fixture.calls.count == 1)
        try fixture.replies("Already answered: yes\n", code: 1)
        fixture.phone.answer(2, .option(1))
        courier.takeReplies()
        #expect(fixture.calls == [call("desktop", "yes"), call("telegram", "no")])
        #expect(
            fixture.journal.suffix(2) == [
                "desktop: Already answered: yes as 1, again",
                "telegram: Already answered: yes as 2, again",
            ])
        #expect(fixture.ledger.isEmpty)
        // What tells of the first comes too late to ring.
        try fixture.put(fixture.answer())
        courier.deliverAll()
        #expect(fixture.journal.count == 4)
    }

    @Test func `who answers after the answer was shown is told so, there`() throws {
        let courier = fixture.courier()
        try fixture.put(fixture.question())
        courier.deliverAll()
        try fixture.put(fixture.answer())
        courier.deliverAll()
        try fixture.replies("Already answered: yes", code: 1)
        fixture.phone.answer(2, .option(1))
        courier.takeReplies()
        #expect(fixture.calls == [call("telegram", "no")])
        #expect(fixture.journal.count == 5)
        #expect(fixture.journal.last == "telegram: Already answered: yes as 2, again")
    }

    @Test(arguments: [("the disk is full", 3), ("ringback: the disk is full", 1)])
    func `an answer that can't be passed on is said to, and can be given again`(
        _ line: String, _ code: Int
    ) throws {
        try fixture.replies(line, code: code)
        let courier = fixture.courier()
        try fixture.put(fixture.question())
        courier.deliverAll()
        fixture.desktop.answer(1, .option(0))
        fixture.desktop.answer(1, .dismissed)
        courier.takeReplies()
        #expect(fixture.journal.last == "desktop: Go on? as 1, again")
        let problems = fixture.home.folder.text(".local/state/ringback/ringback.log")
        #expect(problems?.contains("the disk is full") == true)
        try fixture.replies("", code: 0)
        fixture.desktop.answer(1, .option(0))
        courier.takeReplies()
        #expect(fixture.calls.count == 2)
    }

    @Test func `what was closed gets no answer to show, but what it said still counts`() throws {
        let courier = fixture.courier()
        try fixture.put(fixture.question())
        courier.deliverAll()
        fixture.desktop.answer(1, .dismissed)
        courier.takeReplies()
        #expect(
            fixture.ledger.map(\.places) == [
                [.init(.desktop, 1, isGone: true), .init(.telegram, 2)]
            ])
        fixture.desktop.answer(1, .option(0))
        courier.takeReplies()
        #expect(fixture.calls.count == 1)
        try fixture.put(fixture.answer())
        courier.deliverAll()
        #expect(fixture.journal.dropFirst(2) == ["telegram: Answered: yes as 2, again"])
    }

    @Test func `a question that is lost with its screen is shown again`() throws {
        let courier = fixture.courier()
        try fixture.put(fixture.question())
        courier.deliverAll()
        fixture.desktop.answer(1, .lost)
        courier.takeReplies()
        #expect(fixture.journal.dropFirst(2) == ["desktop: Go on? as 1, again"])
        fixture.desktop.break()
        fixture.desktop.answer(1, .lost)
        courier.takeReplies()
        #expect(fixture.journal.count == 3)
    }

    @Test func `a question is withdrawn wherever it stands`() throws {
        let courier = fixture.courier()
        try fixture.put(fixture.question())
        courier.deliverAll()
        try fixture.home.outbox.put(.withdraw(session: "s", group: AskFixture.group))
        courier.deliverAll()
        #expect(fixture.journal.suffix(2) == ["desktop withdraws 1", "telegram withdraws 2"])
        #expect(fixture.ledger.isEmpty)
    }

    @Test func `other alerts go elsewhere as the settings say, and take each other's place there`()
        throws
    {
        let courier = fixture.courier()
        for (title, kind) in [("A", .failed), ("B", .failed), ("C", .turnFinished)]
            as [(String, Alert.Kind)]
        {
            try fixture.put(alert(title, kind))
        }
        courier.deliverAll()
        #expect(
            fixture.journal == [
                "desktop: A as 1, new", "telegram: A as 2, new", "desktop: B as 1, again",
                "telegram: B as 2, again", "desktop: C as 3, new",
            ])
    }
}
