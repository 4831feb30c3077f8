internal import CSystem
internal import Glibc
internal import RingbackSystem
internal import Synchronization

/// A program that runs beside a test, and no longer than this object.
package final class BusProcess: Sendable {
    package struct Failure: Error {
        package let message: String
    }

    private let program: String
    private let pid: pid_t
    /// The other end of its stdin and stdout.
    private let stream: Descriptor
    private let unread = Mutex<[UInt8]>([])
    private let hasEnded = Mutex(false)

    /// Starts a program.
    ///
    /// Not by Foundation's Process: children of a thread of a pool would ignore SIGTERM.
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
        // A pipe can't be made close-on-exec in the same breath, while other tests start programs.
        var ends: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw Failure(message: "no socket")
        }
        stream = Descriptor(owning: ends[0])
        let child = Descriptor(owning: ends[1])
        let variables = environment.merging(["PATH": "/usr/bin:/bin"]) { own, _ in own }
        let vector = CStrings([path] + arguments)
        let values = CStrings(variables.map { "\($0.key)=\($0.value)" })
        var pid: pid_t = 0
        let error = unsafe cs_spawn(
            path, vector.pointers, values.pointers, [child.number, child.number, -1], 3, false, &pid
        )
        guard error == 0 else { throw Failure(message: "can't start \(path): error \(error)") }
        self.program = program
        self.pid = pid
    }

    deinit { stop() }

    /// Whether there is a program of that name or path.
    package static func exists(_ program: String) -> Bool {
        program.hasPrefix("/")
            ? FileSystem.isExecutable(program)
            : Environment.process.executable(program) != nil
    }

    /// Its number.
    package var number: Int { Int(pid) }

    package func signal(_ signal: CInt) { kill(pid, signal) }

    /// Ends it, and waits until it is gone.
    package func stop() {
        hasEnded.withLock { hasEnded in
            guard !hasEnded else { return }
            kill(pid, SIGTERM)
            // One that is stopped hears nothing.
            kill(pid, SIGCONT)
            var wanted = pollfd(fd: cs_pidfd_open(pid), events: Int16(POLLIN), revents: 0)
            if unsafe poll(&wanted, 1, 5000) <= 0 { kill(pid, SIGKILL) }
            close(wanted.fd)
            waitpid(pid, nil, 0)
            hasEnded = true
        }
    }

    /// Writes a line to its stdin.
    package func write(_ line: String) throws {
        try stream.write(Array((line + "\n").utf8), named: program)
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
                guard let chunk = try chunk(before: deadline) else {
                    throw Failure(message: "\(program) has ended")
                }
                unread += chunk
            }
        }
    }

    /// All that it writes until it ends by itself, which may take 10 s.
    package func outputToEnd() throws -> String {
        shutdown(stream.number, CInt(SHUT_WR))
        let deadline = Deadline(milliseconds: 10_000)
        return try unread.withLock { unread in
            while let chunk = try chunk(before: deadline) { unread += chunk }
            return String(decoding: unread, as: UTF8.self)
        }
    }

    /// Some bytes of its output; `nil` at the end.
    private func chunk(before deadline: Deadline) throws -> ArraySlice<UInt8>? {
        var wanted = pollfd(fd: stream.number, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&wanted, 1, deadline.milliseconds) > 0 else {
            throw Failure(message: "nothing comes from \(program)")
        }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe Glibc.read(stream.number, &bytes, bytes.count)
        return count > 0 ? bytes.prefix(count) : nil
    }
}

/// Texts as a vector for C; freed with their owner.
@safe private struct CStrings: ~Copyable {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ texts: [String]) {
        count = texts.count
        unsafe pointers = .allocate(capacity: count + 1)
        for (index, text) in texts.enumerated() { unsafe pointers[index] = unsafe strdup(text) }
        unsafe pointers[count] = nil
    }

    deinit {
        for index in 0..<count { unsafe free(pointers[index]) }
        unsafe pointers.deallocate()
    }
}
