package import Glibc

/// An open file descriptor that is closed when its owner goes. Always close-on-exec.
package struct Descriptor: ~Copyable {
    package let number: CInt

    /// Takes over an open descriptor.
    package init(owning number: CInt) { self.number = number }

    /// Opens a file; never waits for the other end of a FIFO.
    ///
    /// - Parameter mode: the permissions of a file that is created.
    package init(_ path: String, _ flags: CInt, mode: mode_t = 0o600) throws(SystemError) {
        let number = unsafe open(path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, mode)
        guard number >= 0 else { throw SystemError("open", path) }
        self.number = number
    }

    deinit { Glibc.close(number) }

    /// Closes it here and now.
    package consuming func close() {
        Glibc.close(number)
        discard self
    }

    /// Gives it away: whoever takes the number closes it.
    package consuming func intoNumber() -> CInt {
        let number = number
        discard self
        return number
    }

    /// What the descriptor stands for.
    package func status() -> stat? {
        var status = stat()
        return unsafe fstat(number, &status) == 0 ? status : nil
    }

    /// Reads at most so many bytes from the present place; fewer only at the end of the file.
    package func read(atMost limit: Int, named path: String) throws(SystemError) -> [UInt8] {
        var failed = false
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            while count < limit {
                guard let base = buffer.baseAddress else { break }
                let got = unsafe Glibc.read(number, base + count, limit - count)
                if got > 0 {
                    count += got
                } else if got == 0 {
                    break
                } else if errno != EINTR {
                    failed = true
                    break
                }
            }
        }
        guard !failed else { throw SystemError("read", path) }
        return bytes
    }

    /// What ``take(into:)`` found.
    package enum Taken: Equatable {
        /// So many bytes, at the start of the buffer.
        case bytes(Int)
        case nothingYet
        case end
    }

    /// Reads what is there now, without waiting, from a descriptor that never waits.
    package func take(into buffer: inout [UInt8]) -> Taken {
        while true {
            let got = unsafe Glibc.read(number, &buffer, buffer.count)
            if got > 0 { return .bytes(got) }
            if got == 0 { return .end }
            if errno == EAGAIN { return .nothingYet }
            if errno != EINTR { return .end }
        }
    }

    /// The first byte of the file; `nil` where it is empty.
    package var firstByte: UInt8? {
        var byte: UInt8 = 0
        return unsafe pread(number, &byte, 1, 0) == 1 ? byte : nil
    }

    /// The first bytes of the file.
    package func start(atMost limit: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            count = unsafe max(0, pread(number, buffer.baseAddress, limit, 0))
        }
    }

    /// Writes bytes over those at the start of the file; what stands behind them stays.
    package func setStart(_ bytes: [UInt8], named path: String) throws(SystemError) {
        let written = unsafe bytes.withUnsafeBytes {
            unsafe pwrite(number, $0.baseAddress, $0.count, 0)
        }
        guard written == bytes.count else { throw SystemError("write", path) }
    }

    /// Writes all bytes.
    package func write(_ bytes: [UInt8], named path: String) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(number, $0.baseAddress, $0.count)
            }
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno != EINTR {
                throw SystemError("write", path)
            }
        }
    }
}

extension stat {
    package var isRegularFile: Bool { st_mode & S_IFMT == S_IFREG }
    package var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
    package var isCharacterDevice: Bool { st_mode & S_IFMT == S_IFCHR }
    /// In bytes.
    package var size: Int { Int(st_size) }
    package var isSocket: Bool { st_mode & S_IFMT == S_IFSOCK }
    /// The last change of the content, in nanoseconds since 1970.
    package var modified: Int64 { Int64(st_mtim.tv_sec) * 1_000_000_000 + Int64(st_mtim.tv_nsec) }
}
