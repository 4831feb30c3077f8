internal import LosslessJSON
internal import TestSupport
internal import Testing

/// What a notification service gets to see.
@Suite struct NoticeOnTheBusTests {
    private let bus: BusDaemon
    private let service: BusNotificationService
    private let harness: DesktopHarness

    init() throws {
        bus = try BusDaemon()
        service = try BusNotificationService(on: bus.address)
        harness = try DesktopHarness(bus: bus.address)
    }

    private func shown(_ request: JSON) throws -> BusNotice {
        let answer = try harness.ask(request)
        #expect(answer.id != nil, "\(answer.failure)")
        return try #require(service.received.last)
    }

    @Test func `hints have the types that services insist on`() throws {
        let notice = try shown([
            "title": "Build", "kind": "failed", "urgency": "critical", "group": "task-1",
            "sound": "bell",
        ])
        #expect(
            notice.hints.filter { $0.key != "sender-pid" } == [
                "urgency": "byte 0x02", "category": "'x-ringback.failed'",
                "desktop-entry": "'ringback'", "sound-name": "'bell'",
                "x-canonical-private-synchronous": "'task-1'", "x-dunst-stack-tag": "'task-1'",
            ])
        #expect(notice.appName == "Ringback")
        #expect(notice.icon == "dialog-error")
        #expect(notice.actions == [])
    }

    @Test func `a notice without a sound is silent, and one of low urgency is not kept`() throws {
        let notice = try shown(["title": "Idle", "urgency": "low"])
        #expect(notice.hints["suppress-sound"] == "true")
        #expect(notice.hints["transient"] == "true")
        #expect(notice.hints["urgency"] == "byte 0x00")
        #expect(notice.hints["x-dunst-stack-tag"] == nil)
    }

    @Test func `an icon of the alert's own is taken`() throws {
        #expect(try shown(["title": "x", "icon": "/tmp/i.png"]).icon == "/tmp/i.png")
    }

    @Test(
        arguments: [
            (JSON.null, -1), (0, 0), (7, 7000), (-3, 0), (1_000_000_000_000, 1_000_000_000),
        ] as [(JSON, Int)])
    func `seconds become milliseconds`(seconds: JSON, milliseconds: Int) throws {
        let notice = try shown(["title": "x", "expire": seconds])
        #expect(Int(notice.timeout) == milliseconds)
    }

    @Test func `a service that reads markup gets the body escaped, and never the title`() throws {
        // A combining mark behind a sign hides the sign in one character, but not from a parser.
        let text = "<b>a</b> & \"b\" 'c' &amp; <\u{301}"
        let notice = try shown(["title": .string(text), "body": .string(text + "\nd")])
        #expect(notice.title == text)
        #expect(
            Array(notice.body.unicodeScalars)
                == Array(
                    "&lt;b&gt;a&lt;/b&gt; &amp; &quot;b&quot; &apos;c&apos; &amp;amp; &lt;\u{301}\nd"
                        .unicodeScalars))
    }

    @Test func `a service that comes later is asked what it can do`() throws {
        #expect(try shown(["title": "x", "body": "<"]).body == "&lt;")
        service.leave()
        let plain = try BusNotificationService(on: bus.address, capabilities: ["body"])
        let answer = try harness.ask(["title": "x", "body": "<&>"])
        #expect(plain.received.map(\.body) == ["<&>"], "\(answer.failure)")
    }

    @Test func `control characters stay outside`() throws {
        let notice = try shown([
            "title": "a\u{0}b\u{1B}[31mc\nd", "body": "a\u{0}b\u{7}\nc\u{202E}d",
        ])
        #expect(notice.title == "abc d")
        #expect(notice.body == "ab\ncd")
    }

    @Test func `a title that is empty becomes the program's name`() throws {
        #expect(try shown(["title": " \n"]).title == "Ringback")
    }

    @Test func `an endless text is cut`() throws {
        let text = String(repeating: "x", count: 100_000)
        let notice = try shown(["title": .string(text), "body": .string(text)])
        #expect(notice.title.count == 200)
        #expect(notice.body.count == 4000)
    }

    @Test func `a notice takes the place of one that another process has shown`() throws {
        let first = try harness.ask(["title": "one"])
        let other = try DesktopHarness(bus: bus.address)
        let second = try other.ask(["title": "two", "replaces": .integer(first.id ?? 0)])
        #expect(second.id == first.id)
        #expect(service.received.map(\.replaces) == [0, 1])
    }

    @Test func `a notice that may not replace another is shown beside it`() throws {
        service.become(.refusingReplacement)
        #expect(try harness.ask(["title": "one", "replaces": 7]).id == 1)
        #expect(service.received.map(\.replaces) == [7, 0])
    }

    @Test func `a notice is taken away again`() throws {
        try harness.ask(["title": "one"])
        try harness.ask(["withdraw": 1])
        #expect(service.withdrawn == [1])
    }

    @Test func `it says who shows it`() throws {
        #expect(try harness.ask(["title": "one"]).detail == "bell 1.0")
        let probe = try harness.ask(["probe": true])
        #expect(probe.id == 0)
        #expect(probe.detail == "bell 1.0")
        #expect(
            probe.json["facts"] == [
                "bus": .string(bus.address),
                "vendor": "nobody", "specification": "1.2", "capabilities": "body, body-markup",
            ])
        #expect(service.received.count == 1)
    }
}
