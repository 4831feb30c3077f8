internal import Glibc
internal import RingbackSystem

/// A settings file on the disk, which belongs to somebody else.
struct HookFile {
    /// As people know it; may be a link.
    let path: String
    /// Where it really lies.
    private let target: String
    /// `nil` where there is no such file yet.
    let bytes: [UInt8]?

    /// A larger file is refused, in bytes.
    private static let largest = 64 << 20

    /// Reads it.
    ///
    /// - Throws: ``HookInstallationError`` where something is there that can't be read.
    init(_ path: String) throws(HookInstallationError) {
        self.path = path
        target = try Self.resolve(path)
        bytes = try Self.read(target)
    }

    /// Puts another content into the file, at one stroke; a reader sees the old or the new.
    ///
    /// It keeps its mode and owner, and a link to it stays a link.
    ///
    /// - Parameters:
    ///   - content: what is written.
    ///   - backup: the path that takes the old content; `nil` for none.
    /// - Throws: ``HookInstallationError`` where it can't be written, or has changed meanwhile.
    func replace(with content: [UInt8], backup: String?) throws(HookInstallationError) {
        try checkWritable()
        do throws(SystemError) {
            if bytes == nil { try FileSystem.makeFolder(Self.folder(of: target)) }
            let status = FileSystem.status(target)
            if let backup, let bytes, try FileSystem.read(backup, limit: Self.largest) != bytes {
                try Self.replace(backup, with: bytes, like: status)
            }
            try Self.replace(target, with: content, like: status)
        } catch {
            throw HookInstallationError("\(error); nothing was changed there")
        }
    }

    /// Removes the file.
    func remove() throws(HookInstallationError) {
        try checkWritable()
        guard FileSystem.remove(target) else {
            throw HookInstallationError(
                "\(SystemError("remove", target)); nothing was changed there")
        }
    }

    /// Removes a file that is ours, if it is there.
    static func forget(_ path: String) { FileSystem.remove(path) }

    /// Removes the folders of a file that is gone, as far as they are empty; never the root itself.
    static func removeEmptyFolders(above path: String, below root: String) {
        var folder = folder(of: path)
        while folder.hasPrefix(root + "/"), unsafe rmdir(folder) == 0 {
            folder = Self.folder(of: folder)
        }
    }

    /// Looks whether the file can be written, and is still as it was read.
    func checkWritable() throws(HookInstallationError) {
        guard try Self.read(target) == bytes else {
            throw HookInstallationError(
                "\(path) was changed by somebody else just now; run the command again")
        }
        guard let status = FileSystem.status(target) else { return try checkFolder() }
        // The mode counts for root too: who made the file read-only meant it.
        let isRefused = unsafe access(target, W_OK) != 0
        if isRefused || status.st_mode & 0o222 == 0 {
            throw HookInstallationError(
                "\(target) is read-only, nothing was changed there; make it writable, or edit it "
                    + "where it is made, as hooks/README.md shows")
        }
    }

    /// Looks whether a file that is not there can be made.
    private func checkFolder() throws(HookInstallationError) {
        let folder = Self.folder(of: target)
        var nearest = folder
        while !nearest.isEmpty, unsafe access(nearest, F_OK) != 0, errno == ENOENT {
            nearest = Self.folder(of: nearest)
        }
        // As for a file, the mode counts for root too. The dot fails where it is no folder.
        let code: CInt
        if unsafe access(nearest + "/.", W_OK | X_OK) != 0 {
            code = errno
        } else if let status = FileSystem.status(nearest + "/."), status.st_mode & 0o222 == 0 {
            code = EACCES
        } else {
            return
        }
        let isThere = nearest == folder && code != ENOTDIR
        let error = SystemError(
            isThere ? "write" : "make the folder", isThere ? target : folder, code: code)
        throw HookInstallationError("\(error); nothing was changed there")
    }

    private static func read(_ path: String) throws(HookInstallationError) -> [UInt8]? {
        do throws(SystemError) {
            return try FileSystem.read(path, limit: largest)
        } catch {
            let cause =
                switch error.code {
                case EISDIR: "it is a folder"
                case EINVAL, ENXIO: "it is no regular file"
                case EFBIG: "it is larger than \(largest >> 20) MiB"
                default: error.reason
                }
            throw HookInstallationError("can't read \(path): \(cause)")
        }
    }

    /// Follows links to the end: dotfiles are often links into a repository.
    private static func resolve(_ path: String) throws(HookInstallationError) -> String {
        if let end = unsafe realpath(path, nil) {
            defer { unsafe free(end) }
            return unsafe String(cString: end)
        }
        var status = stat()
        if unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK {
            throw HookInstallationError(
                "\(path) is a link that leads nowhere; mend or remove it first")
        }
        return path
    }

    private static func replace(
        _ path: String, with content: [UInt8], like status: stat?
    ) throws(SystemError) {
        let temporary = "\(path).\(getpid()).tmp"
        do throws(SystemError) {
            let file = try Descriptor(temporary, O_WRONLY | O_CREAT | O_EXCL)
            try file.write(content, named: path)
            if let status {
                // Another owner's file stays theirs where we may give it away; the mode goes last,
                // as a change of the owner clears bits of it.
                _ = fchown(file.number, status.st_uid, status.st_gid)
                guard fchmod(file.number, status.st_mode & 0o7777) == 0 else {
                    throw SystemError("write", path)
                }
            }
            guard fsync(file.number) == 0 else { throw SystemError("write", path) }
            guard unsafe rename(temporary, path) == 0 else { throw SystemError("write", path) }
        } catch {
            FileSystem.remove(temporary)
            throw SystemError("write", path, code: error.code)
        }
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}
