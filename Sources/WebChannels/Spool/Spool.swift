internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem

/// The notices of one channel that are not done with: a file each, for us alone, so that what a
/// courier leaves behind is sent by the next.
struct Spool: Sendable {
    let folder: String
    private static let largestFile = 1 << 20

    init(_ paths: Paths, _ channel: ChannelName) {
        folder = paths.state + "/away/" + channel.rawValue
    }

    /// The spool, if no other process has it: the lock is held as long as it is used.
    func lockIfFree() throws(SystemError) -> FileLock? {
        try FileSystem.makeFolder(folder)
        return try FileLock.ifFree(folder + "/.lock")
    }

    /// The order of the names is that of the items.
    private func path(_ item: AwayItem) -> String {
        "\(folder)/\(item.created.milliseconds)-\(item.id).json"
    }

    func save(_ item: AwayItem) throws(SystemError) {
        try FileSystem.makeFolder(folder)
        try FileSystem.replace(path(item), with: item.json.bytes() + [0x0A])
    }

    func remove(_ item: AwayItem) { FileSystem.remove(path(item)) }

    /// The items, the oldest first; what is broken is left alone.
    func items() -> [AwayItem] {
        FileSystem.removeTemporaries(in: folder, olderThan: 60)
        return FileSystem.names(in: folder).filter { $0.hasSuffix(".json") }.sorted()
            .compactMap { name in
                guard let bytes = try? FileSystem.read(folder + "/" + name, limit: Self.largestFile)
                else { return nil }
                return (try? JSON.parse(bytes)).flatMap(AwayItem.init)
            }
    }

    private var markPath: String { folder + "/.heard" }

    /// The number from which on nothing was heard yet; `nil`: unknown.
    var mark: Int? {
        guard let bytes = try? FileSystem.read(markPath, limit: 100) else { return nil }
        return Int(String(decoding: bytes, as: UTF8.self).prefix { $0 != "\n" })
    }

    func setMark(_ number: Int) throws(SystemError) {
        try FileSystem.replace(markPath, with: Array("\(number)\n".utf8))
    }
}
