internal import CSystem
package import Glibc

/// The few things that Ringback does with files: all bounded, none of them waits.
package enum FileSystem {
    /// The content of a regular file; `nil` where there is none of that name.
    ///
    /// - Parameter limit: a larger file is an error, `EFBIG`.
    package static func read(_ path: String, limit: Int) throws(SystemError) -> [UInt8]? {
        guard let source = try open(path) else { return nil }
        guard source.size <= limit else { throw SystemError("read", path, code: EFBIG) }
        return try source.file.read(atMost: source.size, named: path)
    }

    /// A piece of a regular file; empty at its end, `nil` where there is none.
    ///
    /// - Parameters:
    ///   - start: in bytes from the beginning.
    ///   - limit: how many bytes at most.
    package static func read(
        _ path: String, from start: Int, limit: Int
    ) throws(SystemError) -> [UInt8]? {
        guard let source = try open(path) else { return nil }
        guard source.size > start else { return [] }
        lseek(source.file.number, off_t(start), SEEK_SET)
        return try source.file.read(atMost: min(limit, source.size - start), named: path)
    }

    /// A file of /proc, whose size nobody knows before; `nil` where it can't be read.
    package static func pseudoFile(_ path: String) -> [UInt8]? {
        guard let file = try? Descriptor(path, O_RDONLY) else { return nil }
        return try? file.read(atMost: 1 << 20, named: path)
    }

    /// The last bytes of a regular file, however large it is; `nil` where there is none.
    ///
    /// - Returns: the bytes, and whether the file begins with them.
    package static func readTail(
        _ path: String, limit: Int
    ) throws(SystemError) -> (bytes: [UInt8], isWhole: Bool)? {
        guard let source = try open(path) else { return nil }
        let skipped = max(0, source.size - limit)
        if skipped > 0 { lseek(source.file.number, off_t(skipped), SEEK_SET) }
        return (try source.file.read(atMost: source.size - skipped, named: path), skipped == 0)
    }

    /// A regular file, opened to read, and its size in bytes.
    private static func open(_ path: String) throws(SystemError) -> OpenFile? {
        let number = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard number >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw SystemError("read", path)
        }
        let file = Descriptor(owning: number)
        guard let status = file.status() else { throw SystemError("read", path) }
        guard status.isRegularFile else {
            throw SystemError("read", path, code: status.isFolder ? EISDIR : EINVAL)
        }
        return OpenFile(file: file, size: Int(status.st_size))
    }

    /// Writes a file as a whole: a reader sees the old content or the new, whoever is killed when.
    ///
    /// - Parameter isDeferred: whether its way to the disk can wait: it can be rebuilt after a power
    ///   failure, or is synced soon. Then the old and the new file are exchanged: a plain rename
    ///   over a file makes ext4 start writing the new one out, which takes longer than all the rest.
    package static func replace(
        _ path: String, with bytes: [UInt8], isDeferred: Bool = false
    ) throws(SystemError) {
        let temporary = temporaryName(for: path)
        do throws(SystemError) {
            let file = try Descriptor(temporary, O_WRONLY | O_CREAT | O_EXCL)
            try file.write(bytes, named: path)
            if isDeferred, unsafe cs_exchange(temporary, path) == 0 {
                guard unsafe unlink(temporary) == 0 else {
                    // It was no file: then it goes back to where it stood.
                    let error = SystemError("write", path)
                    _ = unsafe cs_exchange(temporary, path)
                    throw error
                }
            } else if unsafe Glibc.rename(temporary, path) != 0 {
                throw SystemError("write", path)
            }
        } catch {
            unsafe unlink(temporary)
            throw SystemError("write", path, code: error.code)
        }
    }

    /// Sees to it that a file's content is on the disk.
    package static func sync(_ path: String) throws(SystemError) {
        let file = try Descriptor(path, O_RDONLY)
        guard fdatasync(file.number) == 0 else { throw SystemError("write", path) }
    }

    /// Adds to the end of a file, which is created where it is missing.
    package static func append(_ bytes: [UInt8], to path: String) throws(SystemError) {
        let file = try Descriptor(path, O_WRONLY | O_CREAT | O_APPEND)
        try file.write(bytes, named: path)
    }

    /// A name in the same folder that nobody else uses: hidden, so that no listing takes it.
    private static func temporaryName(for path: String) -> String {
        let slash = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
        return "\(path[..<slash]).\(path[slash...]).\(getpid()).\(Clock.monotonicNanoseconds()).tmp"
    }

    /// Makes a folder for us alone, and those above it, where they are missing.
    package static func makeFolder(_ path: String) throws(SystemError) {
        if unsafe mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw SystemError("make the folder", path)
        }
        try makeFolder(String(path[..<slash]))
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw SystemError("make the folder", path)
        }
    }

    /// Removes a file.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    package static func remove(_ path: String) -> Bool { unsafe unlink(path) == 0 }

    /// Gives a file another name; one that has it already is replaced.
    package static func rename(_ path: String, to other: String) throws(SystemError) {
        guard unsafe Glibc.rename(path, other) == 0 else { throw SystemError("rename", path) }
    }

    /// The names in a folder, in no order, without the hidden ones; empty where there is none.
    package static func names(in folder: String) -> [String] {
        entries(in: folder).filter { !$0.hasPrefix(".") }
    }

    private static func entries(in folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(cString: $0)
                }
            }
            names.append(name)
        }
        return names
    }

    /// Removes what writers left in a folder that were killed before a file had its name.
    ///
    /// - Parameter seconds: younger ones may still be written.
    package static func removeTemporaries(in folder: String, olderThan seconds: Int64) {
        let limit = Clock.wallNanoseconds() - seconds * 1_000_000_000
        for name in entries(in: folder) where name.hasPrefix(".") && name.hasSuffix(".tmp") {
            let path = folder + "/" + name
            if let file = status(path), file.isRegularFile, file.modified < limit { remove(path) }
        }
    }

    /// What stands at a path; `nil` where nothing does. Follows links.
    package static func status(_ path: String) -> stat? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status : nil
    }

    /// Gives a file the present time, where there is one.
    package static func touch(_ path: String) { unsafe utimes(path, nil) }

    package static func isExecutable(_ path: String) -> Bool {
        unsafe status(path)?.isRegularFile == true && access(path, X_OK) == 0
    }
}

/// A regular file that is open to read.
private struct OpenFile: ~Copyable {
    let file: Descriptor
    let size: Int
}
