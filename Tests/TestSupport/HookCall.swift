internal import Glibc
internal import RingbackSystem
internal import Synchronization

/// A call of a program, with an environment made from nothing.
package struct HookCall: Sendable {
    package var program: String
    package var arguments: [String]
    package var environment: [String: String]
    package var input = Input.bytes([])
    /// The standard descriptors that it is born without.
    package var closed: Set<CInt> = []
    /// Signals that are blocked in it from its birth on.
    package var blocked: Set<CInt> = []

    /// What stands on its stdin.
    package enum Input: Sendable {
        /// These bytes, then the end.
        case bytes([UInt8])
        /// These bytes, and no end: the other side stays open.
        case open([UInt8])
        /// The content of a file or of a device.
        case file(String)
        /// Whatever a descriptor gives.
        case descriptor(CInt)
    }

    package struct Failure: Error {
        package let message: String
    }

    package init(
        _ program: String, _ arguments: [String] = [], environment: [String: String] = [:],
        input: Input = .bytes([])
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.input = input
    }

    /// Runs it to its end.
    ///
    /// - Parameter seconds: after these it is killed, and the outcome says so.
    package func run(seconds: Double = 30) throws -> HookOutcome {
        try HookGate.together { try start().outcome(seconds: seconds) }
    }

    /// Held while descriptors are open that no other child may get.
    private static let spawning = Mutex<Void>(())

    /// Starts it.
    package func start() throws -> HookProcess {
        try Self.spawning.withLock { _ in try spawn() }
    }

    private func spawn() throws -> HookProcess {
        let (inputEnd, held) = try openInput()
        defer { if inputEnd >= 0 { close(inputEnd) } }
        let (outputEnd, output) = try Self.pipe()
        defer { close(outputEnd) }
        let (errorEnd, error) = try Self.pipe()
        defer { close(errorEnd) }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for (number, end) in [inputEnd, outputEnd, errorEnd].enumerated() {
            if closed.contains(CInt(number)) {
                unsafe posix_spawn_file_actions_addclose(&actions, CInt(number))
            } else {
                unsafe posix_spawn_file_actions_adddup2(&actions, end, CInt(number))
            }
        }
        let variables = environment.map { "\($0.key)=\($0.value)" }
        let vector = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        let table = unsafe variables.map { unsafe strdup($0) } + [nil]
        defer { unsafe Self.release(vector + table) }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        setSignals(&attributes)
        var pid: pid_t = 0
        let begin = Clock.monotonicNanoseconds()
        let code = unsafe posix_spawnp(&pid, program, &actions, &attributes, vector, table)
        guard code == 0 else {
            for end in [output, error, held] where end >= 0 { close(end) }
            throw Failure(
                message: "can't run \(program): \(SystemError("run", program, code: code))")
        }
        return HookProcess(pid: pid, output: output, error: error, held: held, begin: begin)
    }

    private static func release(_ texts: [UnsafeMutablePointer<CChar>?]) {
        for index in unsafe texts.indices { unsafe free(texts[index]) }
    }

    /// A test's own threads block signals, which a child would inherit.
    private func setSignals(_ attributes: inout posix_spawnattr_t) {
        var mask = sigset_t()
        unsafe sigemptyset(&mask)
        for signal in blocked { unsafe sigaddset(&mask, signal) }
        unsafe posix_spawnattr_setsigmask(&attributes, &mask)
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    }

    /// The end of stdin that the program gets, and the one that is held open; -1 where there is none.
    private func openInput() throws -> (CInt, CInt) {
        switch input {
        case .descriptor(let number):
            return (dup(number), -1)
        case .file(let path):
            let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
            guard number >= 0 else { throw Failure(message: "can't open \(path)") }
            return (number, -1)
        case .bytes(let bytes) where bytes.count > 60_000:
            // More than a pipe holds: a file without a name.
            let path = "/tmp/ringback-stdin-\(Clock.monotonicNanoseconds())"
            let number = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard number >= 0 else { throw Failure(message: "can't make a file in /tmp") }
            unsafe unlink(path)
            try Descriptor(owning: dup(number)).write(bytes, named: "stdin")
            lseek(number, 0, SEEK_SET)
            return (number, -1)
        case .bytes(let bytes):
            let (writer, reader) = try Self.pipe()
            try Descriptor(owning: writer).write(bytes, named: "stdin")
            return (reader, -1)
        case .open(let bytes):
            let (writer, reader) = try Self.pipe()
            try Descriptor(owning: dup(writer)).write(bytes, named: "stdin")
            return (reader, writer)
        }
    }

    private static func pipe() throws -> (writer: CInt, reader: CInt) {
        var ends: [CInt] = [-1, -1]
        guard unsafe Glibc.pipe(&ends) == 0 else { throw Failure(message: "there is no pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[1], ends[0])
    }
}
