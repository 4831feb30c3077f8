internal import Foundation
internal import LosslessJSON
internal import TestSupport
internal import Testing

/// Each way in which a notice can't be shown: said in words, and in time.
@Suite struct FailureTests {
    /// The budget of a call, in milliseconds, and a second for a busy machine.
    private let limit = 2500.0

    @Test func `without a bus it says so, and what to do`() throws {
        let answer = try DesktopHarness().ask(["title": "x"])
        #expect(answer.failure.hasPrefix("there is no session bus"))
        #expect(answer.remedy.contains("desktop session"))
        #expect(answer.milliseconds < limit)
    }

    @Test func `a stale address is named`() throws {
        let answer = try DesktopHarness(bus: "unix:path=/nowhere/bus").ask(["title": "x"])
        #expect(answer.failure == "no session bus answers at unix:path=/nowhere/bus")
    }

    @Test func `a bus that hangs counts as none`() throws {
        let bus = try BusDaemon()
        bus.freeze()
        let answer = try DesktopHarness(bus: bus.address).ask(["title": "x"])
        #expect(answer.failure.hasPrefix("no session bus answers"))
        #expect(answer.milliseconds < limit)
    }

    @Test func `a bus without a service says what to install`() throws {
        let bus = try BusDaemon()
        let harness = try DesktopHarness(bus: bus.address)
        let answer = try harness.ask(["title": "x"])
        #expect(answer.failure == "there is no notification service on the session bus")
        #expect(answer.remedy.contains("apt install dunst"))
        let probe = try harness.ask(["probe": true])
        #expect(probe.failure == answer.failure)
        #expect(probe.remedy == answer.remedy)
        #expect(probe.json["facts"] == ["bus": .string(bus.address)])
    }

    @Test(arguments: ["/bin/false", "/nowhere/service"])
    func `a service that can't start is said to`(program: String) throws {
        let bus = try BusDaemon(services: ["org.freedesktop.Notifications": program])
        let answer = try DesktopHarness(bus: bus.address).ask(["title": "x"])
        #expect(answer.failure.hasPrefix("the notification service did not start: "))
        #expect(answer.milliseconds < limit)
    }

    @Test func `a service that never gets ready is not waited for`() throws {
        let bus = try BusDaemon(services: ["org.freedesktop.Notifications": "/bin/sleep 5"])
        let answer = try DesktopHarness(bus: bus.address).ask(["title": "x"])
        #expect(answer.failure.hasPrefix("the notification service did not start: "))
        #expect(answer.milliseconds < limit)
    }

    @Test func `a silent service costs half a second, each time`() throws {
        let bus = try BusDaemon()
        let service = try BusNotificationService(on: bus.address, .silent)
        let harness = try DesktopHarness(bus: bus.address)
        for _ in 0..<2 {
            let answer = try harness.ask(["title": "x"])
            #expect(answer.failure == "the notification service does not answer")
            #expect((450..<limit).contains(answer.milliseconds))
        }
        service.become(.answering)
        #expect(try harness.ask(["title": "x"]).id == 1)
        #expect(service.received.count == 1)
    }

    @Test func `one that hangs over a notice costs its time once, until it answers`() throws {
        let bus = try BusDaemon()
        let service = try BusNotificationService(on: bus.address, .silentOnNotify)
        let harness = try DesktopHarness(bus: bus.address)
        let first = try harness.ask(["title": "one"])
        #expect(first.failure == "the notification service does not answer")
        #expect((1000..<limit).contains(first.milliseconds))
        let second = try harness.ask(["title": "two"])
        #expect(second.failure.contains("still does not answer"))
        #expect(second.milliseconds < 400)
        #expect(try harness.ask(["withdraw": 1]).milliseconds < 400)

        service.become(.answering)
        #expect(try harness.asksUntilShown(["title": "three"]))
        #expect(service.received.map(\.title) == ["one", "three"])
    }

    @Test func `a slow service is waited for`() throws {
        let bus = try BusDaemon()
        let service = try BusNotificationService(on: bus.address, .slow(milliseconds: 100))
        #expect(try DesktopHarness(bus: bus.address).ask(["title": "x"]).id == 1)
        #expect(service.received.count == 1)
    }

    @Test func `a refusal is passed on in the service's words`() throws {
        let bus = try BusDaemon()
        let service = try BusNotificationService(on: bus.address, .refusing("too many of them"))
        let answer = try DesktopHarness(bus: bus.address).ask(["title": "x"])
        #expect(answer.failure == "bell 1.0 refused it: too many of them")
        #expect(service.received.count == 1)
    }

    @Test func `a service that leaves in the middle is found out at once`() throws {
        let bus = try BusDaemon()
        let service = try BusNotificationService(on: bus.address, .leaving)
        let harness = try DesktopHarness(bus: bus.address)
        let answer = try harness.ask(["title": "x"])
        #expect(answer.failure == "bell 1.0 ended before it had shown the notice")
        #expect(answer.milliseconds < limit)
        #expect(service.received.count == 1)

        let next = try BusNotificationService(on: bus.address)
        #expect(try harness.ask(["title": "y"]).id == 1)
        #expect(next.received.map(\.title) == ["y"])
    }
}

extension DesktopHarness {
    /// Whether a notice is shown before 5 s are over.
    fileprivate func asksUntilShown(_ request: JSON) throws -> Bool {
        let end = Date().addingTimeInterval(5)
        while Date() < end { if try ask(request).id != nil { return true } }
        return false
    }
}
