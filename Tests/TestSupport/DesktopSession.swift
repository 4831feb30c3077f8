internal import Foundation

/// A desktop of a test's own: a screen that nobody sees, a bus, and a notification service.
package final class DesktopSession {
    package let bus: BusDaemon
    /// What programs of this desktop need in their environment.
    package let environment: [String: String]
    private let screen: BusProcess
    private var service: BusProcess?

    /// Starts a screen and a bus.
    ///
    /// - Parameter services: what the bus starts when a name is asked for: a command line each.
    /// - Throws: where a program is missing or does not start.
    package init(services: [String: String] = [:]) throws {
        screen = try BusProcess(
            "Xvfb", ["-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"])
        let display = ":" + (try screen.line())
        bus = try BusDaemon(services: services, environment: ["DISPLAY": display])
        environment = [
            "DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": bus.address, "HOME": bus.folder,
            "XDG_RUNTIME_DIR": bus.folder, "XDG_CONFIG_HOME": bus.folder, "LC_ALL": "C.UTF-8",
            "GSETTINGS_BACKEND": "memory", "NO_AT_BRIDGE": "1",
        ]
    }

    /// Starts a notification service and waits until it has its name on the bus.
    package func start(_ program: String, _ arguments: [String] = []) throws {
        service = try BusProcess(program, arguments, environment: environment)
        try BusClient(bus.address).waitForOwner(of: "org.freedesktop.Notifications")
    }

    /// Ends the notification service.
    package func stopService() {
        service?.stop()
        service = nil
    }

    /// What a program of this desktop writes.
    package func output(of program: String, _ arguments: [String] = []) throws -> String {
        try BusProcess(program, arguments, environment: environment).outputToEnd()
    }
}
