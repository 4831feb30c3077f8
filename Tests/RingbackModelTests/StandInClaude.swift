import Foundation
import TestSupport

/// A program `claude` that writes down what it is given, and shells to call it.
struct StandInClaude: Sendable {
    let folder: ScratchFolder

    /// The shells that are there; `/bin/sh` is another one on each system.
    static let shells = ["/bin/sh", "/bin/bash"].filter {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    init() async throws {
        folder = try ScratchFolder()
        // A shell writes the program: were it open here, another test's child could hold it open.
        try await run(
            #"""
            mkdir bin work work/x && cat >bin/claude <<'END' && chmod +x bin/claude
            #!/bin/sh
            { printf 'call\0'; for argument; do printf ' %s\0' "$argument"; done; } >>"$CALLS"
            END
            """#, in: folder.path)
    }

    /// Runs a line, in a folder with a folder `x`.
    func run(_ line: String, shell: String) async throws {
        try await run(line, in: folder("work"), shell: shell)
    }

    private func run(
        _ line: String, in place: String, shell: String = "/bin/sh"
    ) async throws {
        try await onThread { try runHere(line, in: place, shell: shell) }
    }

    private func runHere(_ line: String, in place: String, shell: String) throws {
        let process = Foundation.Process()
        process.executableURL = URL(filePath: shell)
        process.arguments = ["-c", line]
        process.currentDirectoryURL = URL(filePath: place)
        process.environment = [
            "PATH": folder("bin") + ":/usr/bin:/bin", "CALLS": folder("calls"), "HERE": folder.path,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
    }

    /// The arguments of each call until now.
    var calls: [[String]] {
        let parts = (folder.text("calls") ?? "").split(separator: "\0")
        return parts.reduce(into: []) { calls, part in
            if part == "call" {
                calls.append([])
            } else {
                calls[calls.count - 1].append(String(part.dropFirst()))
            }
        }
    }

    /// What lies in the folder where the lines ran.
    var files: [String] {
        get throws {
            let manager = FileManager.default
            return try manager.subpathsOfDirectory(atPath: folder("work")).sorted()
        }
    }
}
