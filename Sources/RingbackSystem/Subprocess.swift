internal import CSystem
internal import Glibc

/// Programs that Ringback starts: always an argument vector, never a shell line; of the environment
/// they get what they need, and no more.
package enum Subprocess {
    /// How a program ended, and what it said.
    package struct Outcome: Equatable, Sendable {
        /// `nil` where a signal ended it, or it was stopped at the deadline.
        package var exitCode: Int?
        package var output: [UInt8]
        package var timedOut: Bool
    }

    /// Starts a program that goes on without us: in a session of its own, with /dev/null on all
    /// three standard descriptors, so that nobody who waits for our output waits for it.
    ///
    /// - Parameter descriptor: given to it as descriptor 3.
    package static func detach(
        _ path: String, _ arguments: [String], passing descriptor: borrowing Descriptor
    ) throws(SystemError) {
        _ = try spawn(
            path, arguments, [:], [null, null, null, descriptor.number], newSession: true)
    }

    /// As ``detach(_:_:passing:)``, with no further descriptor.
    ///
    /// - Returns: the process; `nil` where it has gone already.
    @discardableResult
    package static func detach(
        _ path: String, _ arguments: [String]
    ) throws(SystemError) -> ProcessIdentity? {
        let pid = try spawn(path, arguments, [:], [null, null, null], newSession: true)
        return ProcessIdentity(ofRunning: Int(pid))
    }

    /// As ``detach(_:_:)``, but it begins when its gate is closed, be it by our end: so it takes no
    /// time from us before.
    package static func detachGated(
        _ path: String, _ arguments: [String]
    ) throws(SystemError) -> GatedProcess {
        var vector = unsafe CStrings(owning: [path] + arguments)
        var environment = unsafe CStrings(owning: [], borrowing: unsafe inherited(without: [:]))
        var gate: CInt = -1
        let pid = unsafe cs_spawn_gated(
            path, &vector.pointers, &environment.pointers, &gate)
        guard pid > 0 else { throw SystemError("run", path) }
        return GatedProcess(
            gate: Descriptor(owning: gate), identity: ProcessIdentity(ofRunning: Int(pid)))
    }

    private static let null: CInt = -1

    /// Runs a program to its end, with an empty stdin.
    ///
    /// - Parameters:
    ///   - variables: set over what they get of the environment.
    ///   - milliseconds: after these it is killed.
    /// - Returns: stdout and stderr in one, at most 64 KiB.
    package static func run(
        _ path: String, _ arguments: [String], variables: [String: String] = [:],
        milliseconds: Int
    ) throws(SystemError) -> Outcome {
        var ends: [CInt] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw SystemError("run", path) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let reader = Descriptor(owning: ends[0])
        _ = fcntl(reader.number, F_SETFL, O_NONBLOCK)
        let pid: pid_t
        do {
            let writer = Descriptor(owning: ends[1])
            pid = try spawn(
                path, arguments, variables, [-1, writer.number, writer.number], newSession: true)
        }
        let deadline = Deadline(milliseconds: milliseconds)
        var output: [UInt8] = []
        var isOpen = true
        var timedOut = false
        // Without it there is no telling when the program ends.
        let pidfd = Descriptor(owning: cs_pidfd_open(pid))
        // The end of the program counts, not the end of its output: a child of its may hold that.
        while true {
            var wanted = [
                pollfd(fd: isOpen ? reader.number : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: pidfd.number, events: Int16(POLLIN), revents: 0),
            ]
            let ready = unsafe poll(&wanted, 2, deadline.milliseconds)
            if ready < 0, errno == EINTR { continue }
            let hasEnded = ready > 0 && wanted[1].revents != 0
            // Once more at the end: it may have written after the look at its output.
            if isOpen, ready > 0 { isOpen = read(reader, into: &output) }
            if hasEnded { break }
            if ready <= 0 || deadline.hasPassed {
                timedOut = true
                kill(-pid, SIGKILL)
                break
            }
        }
        var status: CInt = 0
        while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let code = cs_exit_code(status)
        return Outcome(
            exitCode: timedOut || code < 0 ? nil : Int(code), output: output, timedOut: timedOut)
    }

    /// So much of a program's output is kept, in bytes; it is also what a pipe holds.
    private static let outputLimit = 65536

    /// Takes what a program has written until now.
    ///
    /// - Returns: whether more may come.
    private static func read(_ pipe: borrowing Descriptor, into output: inout [UInt8]) -> Bool {
        var chunk = [UInt8](repeating: 0, count: outputLimit)
        let got = unsafe Glibc.read(pipe.number, &chunk, chunk.count)
        if got < 0 { return errno == EAGAIN || errno == EINTR }
        output += chunk.prefix(min(got, outputLimit - output.count))
        return got > 0
    }

    /// Starts a program.
    ///
    /// - Parameter descriptors: what its descriptors 0, 1, 2… are copies of; -1 for /dev/null.
    private static func spawn(
        _ path: String, _ arguments: [String], _ variables: [String: String],
        _ descriptors: [CInt], newSession: Bool
    ) throws(SystemError) -> pid_t {
        var vector = unsafe CStrings(owning: [path] + arguments)
        var environment = unsafe CStrings(
            owning: variables.map { "\($0.key)=\($0.value)" },
            borrowing: unsafe inherited(without: variables))
        var pid: pid_t = 0
        let error = unsafe cs_spawn(
            path, &vector.pointers, &environment.pointers, descriptors, CInt(descriptors.count),
            newSession, &pid)
        guard error == 0 else { throw SystemError("run", path, code: error) }
        return pid
    }

    /// The variables of this process that a program of ours needs to find its way, but for those
    /// that are to be set anew. An agent's environment holds secrets: the others stay behind.
    private static func inherited(
        without variables: [String: String]
    ) -> [UnsafeMutablePointer<CChar>?] {
        var kept: [UnsafeMutablePointer<CChar>?] = unsafe []
        var entry = unsafe environ
        while let text = unsafe entry.pointee {
            unsafe entry += 1
            guard unsafe isNeeded.matches(text) else { continue }
            let name = unsafe variables.isEmpty ? "" : EnvironmentNames.name(of: text)
            if variables[name] == nil { unsafe kept.append(text) }
        }
        return unsafe kept
    }

    private static let isNeeded = EnvironmentNames(needed, prefixes: neededPrefixes)
    private static let needed: [StaticString] = [
        "HOME", "PATH", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "DISPLAY",
        "WAYLAND_DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS", "CLAUDE_CONFIG_DIR",
        "BG_MAX_CONCURRENT", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy",
        "NO_PROXY", "SSL_CERT_FILE", "CURL_CA_BUNDLE", "GNUPGHOME", "PASSWORD_STORE_DIR",
    ]
    private static let neededPrefixes: [StaticString] = ["LC_", "XDG_", "RINGBACK_", "WSL"]
}
