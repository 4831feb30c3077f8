internal import Foundation
internal import Glibc
internal import RingbackSystem

/// A session bus of a test's own, in a folder of its own, with nobody on it.
package final class BusDaemon {
    /// A folder that goes with the bus; the socket is its file `bus`, as in XDG_RUNTIME_DIR.
    package let folder: String
    private let environment: [String: String]
    private var daemon: BusProcess?

    /// The address, as a program finds it in DBUS_SESSION_BUS_ADDRESS.
    package var address: String { "unix:path=\(folder)/bus" }

    /// Starts a bus.
    ///
    /// - Parameters:
    ///   - services: what the bus starts when the name is asked for, by name: a command line.
    ///   - environment: what such a service gets.
    /// - Throws: where dbus-daemon is missing or does not start.
    package init(services: [String: String] = [:], environment: [String: String] = [:]) throws {
        folder = FileManager.default.temporaryDirectory.path + "/ringback-bus-" + UUID().uuidString
        self.environment = environment
        try FileManager.default.createDirectory(
            atPath: folder + "/services", withIntermediateDirectories: true)
        for (index, service) in services.enumerated() {
            try "[D-BUS Service]\nName=\(service.key)\nExec=\(service.value)\n".write(
                toFile: "\(folder)/services/\(index).service", atomically: true, encoding: .utf8)
        }
        let policy = """
            <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
            """
        try """
        <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
         "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
        <busconfig>
          <type>session</type>
          <listen>\(address)</listen>
          <auth>EXTERNAL</auth>
          <servicedir>\(folder)/services</servicedir>
          <policy context="default">\(policy)</policy>
        </busconfig>
        """.write(toFile: folder + "/bus.conf", atomically: true, encoding: .utf8)
        try start()
    }

    deinit {
        daemon = nil
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Starts it again, at the same address.
    package func start() throws {
        let daemon = try BusProcess(
            "dbus-daemon",
            ["--config-file=\(folder)/bus.conf", "--nofork", "--print-address=1"],
            environment: environment)
        _ = try daemon.line()
        self.daemon = daemon
    }

    package func stop() {
        daemon?.stop()
        daemon = nil
        unsafe unlink(folder + "/bus")
    }

    /// Ends it so that its socket stays behind.
    package func kill() {
        daemon?.signal(SIGKILL)
        daemon = nil
    }

    /// Lets it hang: it takes connections and answers nothing.
    package func freeze() { daemon?.signal(SIGSTOP) }

    package func thaw() { daemon?.signal(SIGCONT) }
}
