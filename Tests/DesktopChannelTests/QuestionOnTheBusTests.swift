internal import LosslessJSON
internal import TestSupport
internal import Testing

/// Questions: what a service gets to see, and what comes back.
@Suite struct QuestionOnTheBusTests {
    private let bus: BusDaemon
    private let harness: DesktopHarness
    private static let able = ["body", "actions", "inline-reply"]
    private static let ask: JSON = [
        "options": ["yes", "no"], "text": true, "permission": "p",
    ]

    init() throws {
        bus = try BusDaemon()
        harness = try DesktopHarness(bus: bus.address)
    }

    private func service(_ capabilities: [String] = able) throws -> BusNotificationService {
        try BusNotificationService(on: bus.address, capabilities: capabilities)
    }

    @discardableResult
    private func show(_ ask: JSON = ask, replaces: Int = 0) throws -> Int {
        let answer = try harness.ask([
            "title": "Go on?", "kind": "question", "ask": ask, "group": "q", "urgency": "low",
            "body": "body", "answers": "yes · no\nTo answer: ringback answer p", "expire": 5,
            "replaces": .integer(replaces), "sound": "bell",
        ])
        return try #require(answer.id, "\(answer.failure)")
    }

    /// What has been answered within a while, in one bell or several.
    private func replies(_ count: Int) throws -> [String] {
        var all: [String] = []
        for _ in 0..<20 where all.count < count {
            let more = try harness.ask(["replies": 1000]).json["replies"]?.array ?? []
            all += more.compactMap(\.string)
        }
        return all
    }

    @Test func `a question has buttons, and stays until it is answered`() throws {
        let service = try service()
        try show()
        let notice = try #require(service.received.last)
        #expect(
            notice.actions == [
                "default", "Open", "0", "yes", "1", "no", "inline-reply", "Reply…",
            ])
        #expect(notice.hints["urgency"] == "byte 0x02")
        #expect(notice.hints["resident"] == "true")
        #expect(notice.hints["transient"] == nil)
        #expect(notice.hints["x-kde-reply-placeholder-text"] == "'Your answer'")
        #expect(notice.timeout == 0)
        #expect(notice.body == "body")
    }

    @Test func `without buttons the body says how to answer`() throws {
        let service = try service(["body"])
        try show()
        let notice = try #require(service.received.last)
        #expect(notice.actions == [])
        #expect(notice.body == "body\nyes · no\nTo answer: ringback answer p")
    }

    @Test func `what is clicked and written comes back, from that notice alone`() throws {
        let service = try service()
        let id = UInt32(try show())
        service.emit("ActionInvoked", id, "1")
        service.emit("ActionInvoked", id + 1, "0")
        service.emit("ActionInvoked", id, "2")
        service.emit("ActionInvoked", id, "inline-reply")
        service.emit("ActivationToken", id, "token-1")
        service.emit("ActionInvoked", id, "default")
        service.emit("ActivationToken", id, "a b\n")
        service.emit("ActionInvoked", id, "default")
        service.emit("NotificationReplied", id, "as \u{1B}[31myou like")
        service.emit("NotificationReplied", id + 1, "no")
        service.close(id + 1)
        service.close(id)
        // Some services bring closed ones back.
        service.emit("ActionInvoked", id, "0")
        #expect(
            try replies(6) == [
                "1 option 1", "1 opened token-1", "1 opened -", "1 text as you like",
                "1 dismissed", "1 option 0",
            ])
    }

    @Test(arguments: [false, true])
    func `nobody but the service can answer`(_ isDirect: Bool) throws {
        let service = try service()
        let id = UInt32(try show())
        let stranger = try BusClient(bus.address)
        let receiver = isDirect ? service.caller : nil
        for (signal, text) in [
            ("ActivationToken", "forged"), ("ActionInvoked", "0"), ("NotificationReplied", "no"),
        ] {
            stranger.emit(signal, id, text, to: receiver)
        }
        // What comes later, from the service, is heard.
        service.emit("ActionInvoked", id, "default")
        #expect(try replies(1) == ["1 opened -"])
        #expect(try harness.ask(["replies": 300]).json["replies"] == [])
    }

    @Test func `what asks no text gets none, and a notice that asks nothing is not answered`()
        throws
    {
        let service = try service()
        let id = UInt32(try show(["options": ["yes"], "permission": "p"]))
        service.emit("NotificationReplied", id, "no")
        service.emit("ActionInvoked", id, "0")
        #expect(try replies(1) == ["1 option 0"])
        try harness.ask(["title": "Answered: yes", "replaces": .integer(Int(id))])
        #expect(service.received.last?.actions == [])
        service.emit("ActionInvoked", id, "0")
        service.close(id)
        #expect(try harness.ask(["replies": 300]).json["replies"] == [])
    }

    @Test func `a question goes with its service, and is lost when another one comes`() throws {
        let first = try service()
        try show()
        first.leave()
        let second = try service()
        #expect(try replies(1) == ["1 lost"])
        // The newcomer knows nothing of the old notice.
        second.emit("ActionInvoked", 1, "0")
        #expect(try harness.ask(["replies": 300]).json["replies"] == [])
        let id = UInt32(try show(replaces: 1))
        second.emit("ActionInvoked", id, "0")
        #expect(try replies(1) == ["\(id) option 0"])
    }

    @Test func `a question is lost with its bus`() throws {
        let service = try service()
        try show()
        bus.stop()
        #expect(try replies(1) == ["1 lost"])
        #expect(service.received.count == 1)
    }

    @Test func `another process takes a question over in silence`() throws {
        let service = try service()
        let id = try show()
        let other = try DesktopHarness(bus: bus.address)
        try other.ask([
            "resume": .integer(id), "title": "Go on?", "ask": Self.ask, "group": "q",
            "sound": "bell",
        ])
        #expect(service.received.map(\.replaces) == [0, UInt32(id)])
        #expect(service.received.first?.hints["sound-name"] == "'bell'")
        #expect(service.received.last?.hints["suppress-sound"] == "true")
        service.emit("ActionInvoked", UInt32(id), "0")
        #expect(try other.ask(["replies": 5000]).json["replies"] == ["1 option 0"])
    }
}
