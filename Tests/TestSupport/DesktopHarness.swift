internal import Foundation
package import LosslessJSON

/// A process with a desktop channel, which does what a test asks for.
package final class DesktopHarness {
    /// What became of a request.
    package struct Answer {
        package let json: JSON
        /// The id of a notice that is shown; `nil` where it isn't.
        package var id: Int? { json["shown"]?.int }
        package var detail: String { json["detail"]?.string ?? "" }
        /// Why a notice is not shown; empty where it is.
        package var failure: String { json["failed"]?.string ?? "" }
        package var remedy: String { json["remedy"]?.string ?? "" }
        package var milliseconds: Double { json["ms"]?.double ?? .infinity }
    }

    let process: BusProcess

    /// Starts one.
    ///
    /// - Parameters:
    ///   - environment: all that it gets.
    ///   - runtimeFolder: stands for `/run/user/UID`: never the real one of whoever runs the test.
    /// - Throws: where it was not built.
    package init(_ environment: [String: String] = [:], runtimeFolder: String = "/nowhere") throws {
        let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent()
        process = try BusProcess(
            products.appendingPathComponent("desktop-harness").path, [runtimeFolder],
            environment: environment)
    }

    /// Starts one on a bus.
    package convenience init(bus: String) throws {
        try self.init(["DBUS_SESSION_BUS_ADDRESS": bus])
    }

    /// Asks for something and waits until it is done.
    @discardableResult
    package func ask(_ request: JSON) throws -> Answer {
        try send(request)
        return try answer()
    }

    /// Asks for something.
    package func send(_ request: JSON) throws { try process.write(request.text()) }

    /// The answer to the oldest request that has none.
    package func answer() throws -> Answer { Answer(json: try JSON.parse(try process.line())) }
}
