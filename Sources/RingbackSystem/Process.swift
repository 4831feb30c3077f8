internal import CSystem
internal import Glibc

/// This process.
package enum Process {
    /// Opens /dev/null in the place of standard descriptors that the caller has closed, so that no
    /// file of ours takes their numbers.
    package static func openStandardDescriptors() {
        for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
            _ = unsafe open("/dev/null", O_RDWR)
        }
        // A reader that goes away is an error of the write, not the end of us.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Says whether SIGTERM ends this process. What it starts in a session of its own inherits that.
    package static func heedTermination(_ flag: Bool) { signal(SIGTERM, flag ? SIG_DFL : SIG_IGN) }

    /// Gives back the memory that the code of this program takes, for a process that will sleep for
    /// long. It costs some faults when it goes on.
    package static func forgetCode() { cs_forget_code() }

    /// The folder that it stands in.
    package static var folder: String { link("/proc/self/cwd") ?? "/" }

    /// The path of its program.
    package static var executable: String { link("/proc/self/exe") ?? CommandLine.arguments[0] }

    /// The columns of the terminal on stdout; `nil` where there is none.
    package static var terminalColumns: Int? {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        var size = winsize()
        let isKnown = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return isKnown ? Int(size.ws_col) : 80
    }

    /// Writes to stdout.
    package static func write(_ bytes: [UInt8]) { write(bytes, to: STDOUT_FILENO) }

    /// Writes a line to stderr.
    package static func printError(_ line: String) {
        write(Array((line + "\n").utf8), to: STDERR_FILENO)
    }

    private static func write(_ bytes: [UInt8], to number: CInt) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(number, $0.baseAddress, $0.count)
            }
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN {
                var wanted = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
                unsafe poll(&wanted, 1, -1)
            } else if errno != EINTR {
                return
            }
        }
    }

    /// What a symbolic link names.
    static func link(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe buffer.withUnsafeMutableBytes { bytes -> Int in
            guard let base = bytes.baseAddress else { return 0 }
            return unsafe readlink(path, base.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }
}
