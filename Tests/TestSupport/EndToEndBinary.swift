internal import Foundation
internal import RingbackSystem

/// The programs under test, as they are built for people: `ringback` and `ringback-courier`.
package enum EndToEndBinary {
    /// There is no such program: a test that needs it fails, and says what to do.
    package struct Missing: Error, CustomStringConvertible {
        package let description: String
    }

    /// The folder that `RINGBACK_BIN_DIR` names, else `.build/release` of this package.
    package static var folder: String {
        Environment.process["RINGBACK_BIN_DIR"]
            ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: ".build/release").path
    }

    /// The path of a program under test.
    package static func path(_ name: String = "ringback") throws -> String {
        let path = folder + "/" + name
        guard FileSystem.isExecutable(path) else {
            throw Missing(
                description: """
                    there is no program \(path): run 'swift build -c release', or set \
                    RINGBACK_BIN_DIR to the folder that holds ringback and ringback-courier
                    """)
        }
        return path
    }

    /// Copies `ringback` to where any user can run it.
    ///
    /// Another process does it: a child that is born meanwhile would hold the copy open for
    /// writing, and then nobody could run it.
    package static func copy(to path: String) throws {
        let outcome = try HookCall("cp", [try self.path(), path]).run()
        guard outcome.exitCode == 0 else { throw Missing(description: outcome.errorText) }
    }

    /// The path of a program that tests use.
    package static func tool(_ name: String, package: String) throws -> String {
        guard let path = Environment.process.executable(name) else {
            throw Missing(
                description: "there is no program \(name): install it: apt install \(package)")
        }
        return path
    }
}
