package import RingbackSystem
internal import RingbackModel

/// What stands on the screen and waits for the person: for each session one small file, which is
/// missing as long as nothing does. So a hook learns by one system call that it has nothing to do.
package struct Attention: Sendable {
    private let folder: String

    package init(_ paths: Paths) { folder = Self.folder(paths) }

    static func folder(_ paths: Paths) -> String { paths.state + "/attention" }

    /// Something that waits.
    package struct Entry: Equatable, Sendable {
        package var group: String
        /// Names what is waited for; may be empty.
        package var token: String
        /// The subagent within which it waits; empty for the session itself.
        package var subagent: String

        package init(group: String, token: String, subagent: String) {
            self.group = group
            self.token = token
            self.subagent = subagent
        }
    }

    package func raise(_ entry: Entry, session: String) throws(SystemError) {
        try FileSystem.makeFolder(folder)
        let lock = try FileLock(folder + "/.lock", waiting: 1000)
        let path = path(session)
        var entries = Self.entries(path)
        entries.removeAll { $0 == entry }
        entries.append(entry)
        try Self.write(entries, path)
        lock.release()
    }

    /// Drops what waits no longer.
    ///
    /// - Parameter isOver: whether an entry waits no longer.
    /// - Returns: the groups of which nothing waits any more.
    package func drop(
        session: String, where isOver: (Entry) -> Bool
    ) throws(SystemError) -> [String] {
        let path = path(session)
        guard FileSystem.status(path) != nil else { return [] }
        let lock = try FileLock(folder + "/.lock", waiting: 1000)
        let entries = Self.entries(path)
        let waiting = entries.filter { !isOver($0) }
        guard waiting.count < entries.count else { return [] }
        try Self.write(waiting, path)
        lock.release()
        let groups = Set(entries.map(\.group)).subtracting(waiting.map(\.group))
        return groups.sorted()
    }

    private func path(_ session: String) -> String { folder + "/" + Fingerprint.of(session) }

    private static func entries(_ path: String) -> [Entry] {
        guard let bytes = try? FileSystem.read(path, limit: 1 << 16) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(
                String.init)
            guard fields.count == 3 else { return nil }
            return Entry(group: fields[0], token: fields[1], subagent: fields[2])
        }
    }

    private static func write(_ entries: [Entry], _ path: String) throws(SystemError) {
        guard !entries.isEmpty else {
            FileSystem.remove(path)
            return
        }
        let lines = entries.map { entry in
            [entry.group, entry.token, entry.subagent]
                .map { PlainText.line($0, limit: 400) }.joined(separator: "\t") + "\n"
        }
        try FileSystem.replace(path, with: Array(lines.joined().utf8))
    }
}
