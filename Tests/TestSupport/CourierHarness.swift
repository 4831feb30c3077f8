internal import Foundation

/// A courier in a process of its own, on the desktop of a test's own.
package final class CourierHarness {
    package let process: BusProcess

    /// - Parameters:
    ///   - environment: all that it gets; HOME among it.
    ///   - program: stands for `ringback`.
    /// - Throws: where it was not built.
    package init(_ environment: [String: String], program: String) throws {
        let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent()
        process = try BusProcess(
            products.appendingPathComponent("desktop-harness").path,
            ["/nowhere", "courier", program], environment: environment)
    }
}
