internal import CSystem
internal import Glibc

/// Tells what changes in folders.
package struct FolderWatch: ~Copyable {
    /// Becomes readable when something has changed.
    package let descriptor: Descriptor

    /// A watch that has no folder yet.
    package init() throws(SystemError) { descriptor = try Self.open() }

    /// A watch for files that come into a folder by their final name.
    package init(_ folder: String) throws(SystemError) {
        let descriptor = try Self.open()
        _ = try Self.add(folder, telling: .arrivals, to: descriptor.number)
        self.descriptor = descriptor
    }

    private static func open() throws(SystemError) -> Descriptor {
        let number = inotify_init1(CInt(IN_CLOEXEC | IN_NONBLOCK))
        guard number >= 0 else { throw SystemError("watch", "folders") }
        return Descriptor(owning: number)
    }

    /// Ends the watch in a process that is about to end itself: to forget a watch takes the kernel
    /// up to ten milliseconds, which somebody else spends.
    package consuming func closeAside() { cs_close_aside(descriptor.intoNumber()) }

    /// Which changes of a folder are told. That the folder itself goes is always told.
    package struct Interests: OptionSet, Sendable {
        package let rawValue: UInt32

        package init(rawValue: UInt32) { self.rawValue = rawValue }

        /// A file gets its name here.
        package static let arrivals = Interests(rawValue: UInt32(IN_MOVED_TO))
        /// A file or a folder gets its name here, or is made.
        package static let births = Interests(rawValue: UInt32(IN_MOVED_TO | IN_CREATE))
        /// A file comes, goes, or was written to its end.
        package static let files = Interests(
            rawValue: UInt32(IN_MOVED_TO | IN_MOVED_FROM | IN_CLOSE_WRITE | IN_DELETE))
        /// A file is being written.
        package static let content = Interests(rawValue: UInt32(IN_MODIFY))
    }

    /// Watches one more folder.
    ///
    /// - Returns: the number by which ``changes()`` name it; the same folder has the same number.
    package func add(_ folder: String, telling interests: Interests) throws(SystemError) -> CInt {
        try Self.add(folder, telling: interests, to: descriptor.number)
    }

    private static func add(
        _ folder: String, telling interests: Interests, to watch: CInt
    ) throws(SystemError) -> CInt {
        let always = UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_MASK_ADD)
        let number = unsafe inotify_add_watch(watch, folder, interests.rawValue | always)
        guard number >= 0 else { throw SystemError("watch", folder) }
        return number
    }

    /// Something that changed.
    package struct Change: Equatable, Sendable {
        /// The folder's number; negative: so much has changed that some of it was not told.
        package var folder: CInt
        /// What it was in the folder; empty: the folder itself is gone.
        package var name: String

        package init(folder: CInt, name: String) {
            self.folder = folder
            self.name = name
        }
    }

    /// What has changed since it was last asked for, oldest first.
    package func changes() -> [Change] {
        var changes: [Change] = []
        var bytes = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = unsafe read(descriptor.number, &bytes, bytes.count)
            guard count > 0 else { return changes }
            unsafe bytes.withUnsafeBytes { bytes in
                var place = 0
                while place + Self.headSize <= count {
                    // Source: inotify(7): int wd; uint32_t mask, cookie, len; char name[].
                    let folder = unsafe bytes.loadUnaligned(fromByteOffset: place, as: CInt.self)
                    let length = unsafe Int(
                        bytes.loadUnaligned(fromByteOffset: place + 12, as: UInt32.self))
                    place += Self.headSize
                    let name = unsafe bytes[place..<min(count, place + length)].prefix { $0 != 0 }
                    changes.append(
                        Change(folder: folder, name: unsafe String(decoding: name, as: UTF8.self)))
                    place += length
                }
            }
        }
    }

    /// The bytes before a name.
    private static let headSize = 16

    /// Waits for a change, or for so many milliseconds, and forgets what it was.
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
