internal import LosslessJSON
internal import TestSupport
internal import Testing

/// Which bus a notice goes to.
@Suite struct ManyBusesTests {
    @Test func `the login session's bus takes over from a stale address`() throws {
        let bus = try BusDaemon()
        let service = try BusNotificationService(on: bus.address)
        let stale = ["DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere/bus"]
        let byVariable = try DesktopHarness(
            stale.merging(["XDG_RUNTIME_DIR": bus.folder]) { $1 })
        #expect(try byVariable.ask(["title": "x", "bus": "unix:path=/gone"]).id == 1)
        let byFolder = try DesktopHarness(stale, runtimeFolder: bus.folder)
        #expect(try byFolder.ask(["title": "y"]).id == 2)
        #expect(service.received.map(\.title) == ["x", "y"])
    }

    @Test func `the bus of the agent goes before that of the courier`() throws {
        let courier = try BusDaemon()
        let agent = try BusDaemon()
        let services = try [courier, agent].map { try BusNotificationService(on: $0.address) }
        let harness = try DesktopHarness(bus: courier.address)
        #expect(try harness.ask(["title": "x", "bus": .string(agent.address)]).id == 1)
        #expect(services.map(\.received.count) == [0, 1])
    }

    @Test func `a notice for another live bus is left to others`() throws {
        let first = try BusDaemon()
        let second = try BusDaemon()
        let services = try [first, second].map { try BusNotificationService(on: $0.address) }
        let harness = try DesktopHarness(bus: first.address)
        #expect(try harness.ask(["title": "x"]).id == 1)
        let answer = try harness.ask(["title": "y", "bus": .string(second.address)])
        #expect(answer.failure == "it belongs to another session bus, \(second.address)")
        #expect(answer.remedy.contains("notify-send"))
        #expect(services.map(\.received.count) == [1, 0])

        second.stop()
        let last = try harness.ask(["title": "z", "bus": .string(second.address)])
        #expect(last.id == 2, "\(last.failure)")
        #expect(services.map(\.received.count) == [2, 0])
    }

    @Test func `one bus by two addresses is one bus`() throws {
        let bus = try BusDaemon()
        let service = try BusNotificationService(on: bus.address)
        let harness = try DesktopHarness(bus: bus.address)
        try harness.ask(["title": "x"])
        #expect(try harness.ask(["title": "y", "bus": .string(bus.address + ",x=y")]).id == 2)
        #expect(service.received.count == 2)
    }

    @Test func `a bus that comes back is found again`() throws {
        let bus = try BusDaemon()
        let harness = try DesktopHarness(bus: bus.address)
        for title in ["before", "after", "and again"] {
            let service = try BusNotificationService(on: bus.address)
            #expect(try harness.ask(["title": .string(title)]).id == 1)
            #expect(service.received.map(\.title) == [title])
            bus.stop()
            #expect(try harness.ask(["title": "lost"]).id == nil)
            try bus.start()
        }
    }

    @Test func `a bus that moves is followed`() throws {
        let old = try BusDaemon()
        let new = try BusDaemon()
        let harness = try DesktopHarness(bus: old.address)
        let first = try BusNotificationService(on: old.address)
        #expect(try harness.ask(["title": "x"]).id == 1)
        #expect(first.received.count == 1)
        old.stop()
        let second = try BusNotificationService(on: new.address)
        let request: JSON = ["title": "y", "bus": .string(new.address)]
        var answer = try harness.ask(request)
        // The end of the old one may not have come through yet.
        if answer.id == nil { answer = try harness.ask(request) }
        #expect(answer.id == 1)
        #expect(second.received.map(\.title) == ["y"])
    }
}
