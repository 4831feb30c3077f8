import AlertDelivery
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

@Suite struct CourierTests {
    private static let every: [ChannelName] = [
        .terminal, .powershell, .notifySend, .desktop, .osascript,
    ]

    @Test(
        arguments: [
            ("{}", false, [], ["desktop"]),
            ("{}", false, [.desktop], ["desktop", "notify-send"]),
            ("{}", false, [.desktop, .notifySend], ["desktop", "notify-send", "osascript"]),
            (
                "{}", false, [.desktop, .notifySend, .osascript, .powershell],
                ["desktop", "notify-send", "osascript", "powershell", "terminal"]
            ),
            ("{}", true, [], ["terminal"]),
            ("{}", true, [.terminal], ["terminal", "desktop"]),
            (#"{"ringback":{"channels":["terminal","desktop"]}}"#, false, [], ["terminal"]),
            (
                #"{"ringback":{"channels":["notify-send","terminal"]}}"#, false, [.notifySend],
                ["notify-send", "terminal"]
            ),
            (#"{"ringback":{"channels":["notify-send"]}}"#, true, [], ["notify-send"]),
            (#"{"ringback":{"channels":["notify-send"]}}"#, false, [.notifySend], ["notify-send"]),
        ] as [(String, Bool, Set<ChannelName>, [String])])
    func `channels are tried in order until one shows the alert; over ssh the terminal first`(
        _ settings: String, _ isRemote: Bool, _ failing: Set<ChannelName>, _ tried: [String]
    ) throws {
        let fixture = try CourierFixture(settings: settings)
        var alert = alert()
        alert.origin.isRemote = isRemote
        try fixture.outbox.put(.show(alert))
        fixture.courier(Self.every, failing: failing).deliverAll()
        #expect(
            fixture.journal.lines.compactMap { $0.split(separator: " ").first.map(String.init) }
                == tried)
        let isShown = !failing.contains { $0.rawValue == tried.last }
        #expect(fixture.log.entries(last: 9).map(\.outcome) == [isShown ? .shown : .waiting])
        #expect(fixture.log.entries(last: 9).first?.attempts.map(\.channel) == tried)
        #expect(fixture.outbox.names().isEmpty == isShown)
    }

    @Test func `alerts are shown in the order in which they were put down`() throws {
        let fixture = try CourierFixture()
        for number in 1...12 {
            try fixture.outbox.put(.show(alert("T\(number)", session: "s\(number)")))
        }
        fixture.courier().deliverAll()
        #expect(fixture.journal.lines == (1...12).map { "desktop shows T\($0) as \($0)" })
        #expect(fixture.outbox.names().isEmpty)
    }

    @Test func `the same alert is shown once, by whatever courier`() throws {
        let fixture = try CourierFixture()
        for _ in 1...3 { try fixture.outbox.put(.show(alert())) }
        fixture.courier().deliverAll()
        try fixture.outbox.put(.show(alert()))
        fixture.courier().deliverAll()
        #expect(fixture.journal.lines == ["desktop shows T as 1"])
        let again = "T: silent (it was shown already)"
        #expect(fixture.logged == ["T: shown by desktop", again, again, again])
    }

    @Test func `a later alert takes the place of an earlier one of its group, on its channel`()
        throws
    {
        let fixture = try CourierFixture()
        for (title, session) in [("A", "s"), ("B", "s"), ("C", "other")] {
            try fixture.outbox.put(.show(alert(title, session: session)))
        }
        fixture.courier().deliverAll()
        try fixture.outbox.put(.show(alert("D")))
        fixture.courier(failing: [.desktop]).deliverAll()
        try fixture.outbox.put(.show(alert("E")))
        fixture.courier().deliverAll()
        #expect(
            fixture.journal.lines == [
                "desktop shows A as 1", "desktop shows B as 2 in the place of 1",
                "desktop shows C as 3",
                "desktop can't show D", "terminal shows D as 4", "desktop shows E as 5",
            ])
    }

    @Test func `what is waited for no longer is taken from the screen`() throws {
        let fixture = try CourierFixture()
        try fixture.outbox.put(.show(alert("A", .permission)))
        try fixture.outbox.put(.show(alert("B", .completed)))
        let withdrawal = Outbox.Item.withdraw(session: "s", group: "permission/s")
        try fixture.outbox.put(withdrawal)
        fixture.courier().deliverAll()
        try fixture.outbox.put(withdrawal)
        try fixture.outbox.put(.show(alert("C", .permission)))
        fixture.courier().deliverAll()
        #expect(
            fixture.journal.lines == [
                "desktop shows A as 1", "desktop shows B as 2", "desktop withdraws 1",
                "desktop shows C as 3",
            ])
        #expect(fixture.outbox.names().isEmpty)
    }

    @Test func `what the settings silence is not shown, and the log says why`() throws {
        let fixture = try CourierFixture(
            settings:
                #"{"background_notifications":false,"ringback":{"alerts":{"question":false}}}"#)
        for (title, kind) in [("A", .completed), ("B", .question), ("C", .permission)]
            as [(String, Alert.Kind)]
        {
            try fixture.outbox.put(.show(alert(title, kind)))
        }
        fixture.courier().deliverAll()
        #expect(
            fixture.logged == [
                "A: silent (background_notifications is false)",
                "B: silent (ringback.alerts.question is false)", "C: shown by desktop",
            ])
    }

    @Test func `what is no item is thrown away`() throws {
        let fixture = try CourierFixture()
        for (name, text) in [
            ("1.json", "{torn"), ("2.json", "[]"), ("3.json", #"{"show":{}}"#), ("4", ""),
        ] {
            try fixture.folder.write(text, to: ".local/state/ringback/outbox/\(name)")
        }
        try fixture.outbox.put(.show(alert()))
        fixture.courier().deliverAll()
        #expect(fixture.journal.lines == ["desktop shows T as 1"])
        #expect(fixture.outbox.names().isEmpty)
    }
}
