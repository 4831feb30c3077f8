internal import Foundation
internal import Glibc
internal import RingbackSystem
internal import Synchronization

/// A program that runs beside a test, and no longer than this object.
package final class BusProcess: Sendable {
    package struct Failure: Error {
        package let message: String
    }

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let unread = Mutex<[UInt8]>([])

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: its path, or its name on PATH.
    ///   - arguments: what follows the name.
    ///   - environment: all that it gets, but for PATH.
    /// - Throws: where there is no such program.
    package init(
        _ program: String, _ arguments: [String] = [], environment: [String: String] = [:]
    ) throws {
        let path = program.hasPrefix("/") ? program : Environment.process.executable(program)
        guard let path else { throw Failure(message: "there is no program \(program)") }
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        // A stopped process hears no other signal.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Whether there is a program of that name or path.
    package static func exists(_ program: String) -> Bool {
        program.hasPrefix("/")
            ? FileSystem.isExecutable(program)
            : Environment.process.executable(program) != nil
    }

    package func signal(_ signal: CInt) { kill(process.processIdentifier, signal) }

    /// Ends it, and waits until it is gone.
    package func stop() {
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
    }

    /// Writes a line to its stdin.
    package func write(_ line: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
    }

    /// The next line that it writes; waits for it 10 s at most.
    package func line() throws -> String {
        let deadline = Deadline(milliseconds: 10_000)
        return try unread.withLock { unread in
            while true {
                if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                    defer { unread.removeSubrange(...end) }
                    return String(decoding: unread[..<end], as: UTF8.self)
                }
                let descriptor = output.fileHandleForReading.fileDescriptor
                var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                guard unsafe poll(&wanted, 1, deadline.milliseconds) > 0 else {
                    throw Failure(message: "nothing came from \(process.executableURL?.path ?? "")")
                }
                var chunk = [UInt8](repeating: 0, count: 4096)
                let count = unsafe read(descriptor, &chunk, chunk.count)
                guard count > 0 else { throw Failure(message: "the program has ended") }
                unread += chunk.prefix(count)
            }
        }
    }

    /// All that it writes until it ends by itself.
    package func outputToEnd() throws -> String {
        try input.fileHandleForWriting.close()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
