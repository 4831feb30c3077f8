internal import AlertDelivery
internal import Foundation
internal import RingbackSystem
internal import TestSupport
internal import Testing

@Suite struct SessionBusTests {
    @Test func `a bus that runs is alive, by whatever address`() throws {
        let bus = try BusDaemon()
        let identity = try #require(SessionBus.identity(of: bus.address))
        #expect(SessionBus.isAlive(bus.address))
        #expect(SessionBus.identity(of: bus.address + ",guid=" + identity) == identity)
        #expect(SessionBus.identity(of: "unix:path=/nowhere;" + bus.address) == identity)
        let escaped = bus.address.replacingOccurrences(of: "ringback", with: "%72ingback")
        #expect(SessionBus.identity(of: escaped) == identity)
    }

    @Test func `two buses are told apart`() throws {
        let one = try BusDaemon()
        let other = try BusDaemon()
        #expect(SessionBus.identity(of: one.address) != SessionBus.identity(of: other.address))
    }

    @Test func `a bus in the abstract name space is alive`() throws {
        let name = "ringback-" + UUID().uuidString
        let daemon = try BusProcess(
            "dbus-daemon",
            ["--session", "--nofork", "--print-address=1", "--address=unix:abstract=" + name])
        _ = try daemon.line()
        #expect(SessionBus.isAlive("unix:abstract=" + name))
        daemon.stop()
        #expect(!SessionBus.isAlive("unix:abstract=" + name))
    }

    @Test(arguments: [
        "", "unix:", "unix:path=", "unix:path", "unix:path=/nowhere", "unix:path=%zz",
        "unix:path=%2", "unix:abstract=nobody-listens-here", "tcp:host=127.0.0.1,port=1",
        "/run/user/1000/bus", "unix:path=/etc/passwd", "unix:path=/",
        "unix:path=/" + String(repeating: "x", count: 200),
    ])
    func `an address that leads to no bus is not alive`(address: String) {
        #expect(!SessionBus.isAlive(address))
    }

    @Test func `a socket that is left over is not alive`() throws {
        let bus = try BusDaemon()
        bus.kill()
        #expect(FileManager.default.fileExists(atPath: bus.folder + "/bus"))
        #expect(!SessionBus.isAlive(bus.address))
    }

    @Test func `a bus that hangs is not alive, which takes no longer than it may`() throws {
        let bus = try BusDaemon()
        bus.freeze()
        let deadline = Deadline(milliseconds: 1000)
        #expect(!SessionBus.isAlive(bus.address, milliseconds: 50))
        #expect(!deadline.hasPassed)
        bus.thaw()
        #expect(SessionBus.isAlive(bus.address, milliseconds: 5000))
    }

    @Test func `the agent's own bus comes first, each address once`() throws {
        let login = try BusDaemon()
        let environment = Environment([
            "DBUS_SESSION_BUS_ADDRESS": "unix:path=/b", "XDG_RUNTIME_DIR": login.folder,
        ])
        let addresses = SessionBus.addresses(
            origin: "unix:path=/a", environment: environment, runtimeFolder: login.folder)
        #expect(addresses == ["unix:path=/a", "unix:path=/b", login.address])
    }

    @Test func `a folder without a socket gives no address`() {
        let addresses = SessionBus.addresses(
            environment: Environment(["XDG_RUNTIME_DIR": "/etc"]), runtimeFolder: "/nowhere")
        #expect(addresses == [])
    }

    @Test func `what an address can't hold is encoded`() {
        #expect(SessionBus.address(ofSocket: "/a b/ü,;=%") == "unix:path=/a%20b/%c3%bc%2c%3b%3d%25")
    }
}
