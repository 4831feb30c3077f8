internal import Glibc

/// Tells when a file comes into a folder.
package struct FolderWatch: ~Copyable {
    private let descriptor: Descriptor

    package init(_ folder: String) throws(SystemError) {
        let number = inotify_init1(CInt(IN_CLOEXEC | IN_NONBLOCK))
        guard number >= 0 else { throw SystemError("watch", folder) }
        guard unsafe inotify_add_watch(number, folder, UInt32(IN_MOVED_TO)) >= 0 else {
            let error = SystemError("watch", folder)
            close(number)
            throw error
        }
        descriptor = Descriptor(owning: number)
    }

    /// Waits for a file to come, or for so many milliseconds.
    ///
    /// - Returns: whether one came.
    package func wait(milliseconds: Int) -> Bool {
        let deadline = Deadline(milliseconds: milliseconds)
        while true {
            var wanted = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
            let ready = unsafe poll(&wanted, 1, deadline.milliseconds)
            if ready < 0, errno == EINTR, !deadline.hasPassed { continue }
            guard ready > 0 else { return false }
            var events = [UInt8](repeating: 0, count: 4096)
            while unsafe read(descriptor.number, &events, events.count) > 0 {}
            return true
        }
    }
}
