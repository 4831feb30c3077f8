internal import LosslessJSON
internal import RingbackSystem
internal import TestSupport
internal import Testing

/// Whether the courier has to stay for its notices to stay.
@Suite struct StandingNoticesTests {
    private let bus: BusDaemon
    private let harness: DesktopHarness

    init() throws {
        bus = try BusDaemon()
        harness = try DesktopHarness(bus: bus.address)
    }

    private var holds: Bool {
        get throws { try harness.ask(["holds": true]).json["holds"]?.bool ?? false }
    }

    /// Signals come when they come.
    private func becomesFree() throws -> Bool {
        let deadline = Deadline(milliseconds: 5000)
        while try holds { if deadline.hasPassed { return false } }
        return true
    }

    @Test func `it holds notices until each is closed`() throws {
        let service = try BusNotificationService(on: bus.address, name: "gnome-shell")
        #expect(try !holds)
        try harness.ask(["title": "one"])
        try harness.ask(["title": "two"])
        #expect(try holds)
        service.close(1)
        service.close(99)
        // The answer to a later call comes after the signal.
        try harness.ask(["probe": true])
        #expect(try holds)
        service.close(2)
        #expect(try becomesFree())
    }

    @Test func `it holds nothing when the notice was taken away`() throws {
        let service = try BusNotificationService(on: bus.address, name: "gnome-shell")
        try harness.ask(["title": "one"])
        try harness.ask(["withdraw": 1])
        #expect(try !holds)
        #expect(service.withdrawn == [1])
    }

    @Test func `it holds nothing when the service is gone`() throws {
        let service = try BusNotificationService(on: bus.address, name: "gnome-shell")
        try harness.ask(["title": "one"])
        #expect(try holds)
        service.leave()
        #expect(try becomesFree())
    }

    @Test func `it holds nothing when the bus is gone`() throws {
        let service = try BusNotificationService(on: bus.address, name: "gnome-shell")
        try harness.ask(["title": "one"])
        #expect(service.received.count == 1)
        bus.stop()
        #expect(try becomesFree())
    }

    @Test(arguments: ["dunst", "Xfce Notify Daemon", "Plasma", "mako", "Notification Daemon"])
    func `a service that keeps notices needs nobody to hold them`(name: String) throws {
        let service = try BusNotificationService(on: bus.address, name: name)
        try harness.ask(["title": "one"])
        #expect(try !holds)
        #expect(service.received.count == 1)
    }
}
