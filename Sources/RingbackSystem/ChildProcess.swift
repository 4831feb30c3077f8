internal import CSystem
internal import Glibc

/// A child in a process group of its own, with an empty stdin, that waits at its gate until it may
/// begin, and that is killed when we are.
package struct ChildProcess: ~Copyable {
    package let pid: Int
    /// What it writes to its stdout.
    package let output: Descriptor
    /// What it writes to its stderr.
    package let error: Descriptor
    /// Tells why it could not begin; ends where it could.
    package let report: Descriptor
    private let gate: Descriptor

    /// Starts the child; nothing of its program runs before ``open()``.
    ///
    /// - Parameters:
    ///   - path: the program's file.
    ///   - arguments: all of them, the program's name first.
    ///   - environment: all of it, as `NAME=value`.
    ///   - folder: where it begins.
    /// - Throws: where there are no more processes or descriptors to be had.
    package init(
        _ path: String, _ arguments: [String], environment: [String], folder: String
    ) throws(SystemError) {
        let pipes = try Pipes(path)
        let vector = unsafe CStrings(owning: arguments)
        let variables = unsafe CStrings(owning: environment)
        let pid = unsafe path.withCString { path in
            unsafe folder.withCString { folder in
                unsafe vector.pointers.withUnsafeBufferPointer { arguments in
                    unsafe variables.pointers.withUnsafeBufferPointer { environment in
                        var child = unsafe cs_child(
                            path: path, arguments: arguments.baseAddress,
                            environment: environment.baseAddress, folder: folder,
                            output: pipes.output[1], error: pipes.error[1],
                            gate: pipes.gate[0], gate_of_ours: pipes.gate[1],
                            report: pipes.report[1])
                        return unsafe cs_start_child(&child)
                    }
                }
            }
        }
        let code = errno
        guard pid > 0 else { throw SystemError("start", path, code: code) }
        self.pid = Int(pid)
        output = pipes.take(pipes.output[0])
        error = pipes.take(pipes.error[0])
        report = pipes.take(pipes.report[0])
        gate = pipes.take(pipes.gate[1])
        for reader in [output.number, error.number, report.number] {
            _ = fcntl(reader, F_SETFL, O_NONBLOCK)
        }
    }

    /// Lets it begin.
    package func open() throws(SystemError) { try gate.write([1], named: "gate") }

    /// Why it could not begin, as it is told by ``report``; `nil` where it could.
    package func failure() -> Failure? {
        guard let bytes = try? report.read(atMost: 5, named: "report"), bytes.count == 5 else {
            return nil
        }
        let code = bytes.prefix(4).reversed().reduce(0) { $0 << 8 | CInt($1) }
        return Failure(isAboutFolder: bytes[4] == UInt8(ascii: "d"), code: code)
    }

    /// Why a child could not begin.
    package struct Failure {
        package var isAboutFolder: Bool
        /// An errno value.
        package var code: CInt
    }
}

/// The pipes between a child and us: of each the reading end, then the writing one. All that is not
/// taken is closed with it.
private final class Pipes {
    private(set) var output: [CInt] = []
    private(set) var error: [CInt] = []
    private(set) var report: [CInt] = []
    private(set) var gate: [CInt] = []
    private var taken: [CInt] = []

    init(_ path: String) throws(SystemError) {
        output = try Self.pipe(path)
        error = try Self.pipe(path)
        report = try Self.pipe(path)
        gate = try Self.pipe(path)
    }

    private static func pipe(_ path: String) throws(SystemError) -> [CInt] {
        var ends: [CInt] = [-1, -1]
        guard unsafe Glibc.pipe(&ends) == 0 else { throw SystemError("start", path) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return ends
    }

    func take(_ number: CInt) -> Descriptor {
        taken.append(number)
        return Descriptor(owning: number)
    }

    deinit { for end in output + error + report + gate where !taken.contains(end) { close(end) } }
}
