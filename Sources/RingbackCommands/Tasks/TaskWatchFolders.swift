internal import CommandLineKit
internal import Glibc
internal import RingbackModel
internal import RingbackSystem
internal import TaskStore

/// The folders of the stores that a user means, and of those that may yet come into being.
final class TaskWatchFolders {
    private(set) var watch: FolderWatch
    private let invocation: Invocation
    private let context: CommandContext
    private let interests: FolderWatch.Interests
    /// The folders of stores, by their numbers.
    private var stores: Set<CInt> = []
    /// Folders in which one is waited for, and its name.
    private var parents: [CInt: Set<String>] = [:]

    /// What has changed, most first.
    enum News: Int, Comparable {
        case nothing, output, tasks

        static func < (one: News, other: News) -> Bool { one.rawValue < other.rawValue }
    }

    /// - Parameter interests: whether it is told, too, when a task writes.
    init(
        _ invocation: Invocation, _ context: CommandContext,
        telling interests: FolderWatch.Interests
    ) throws {
        self.invocation = invocation
        self.context = context
        self.interests = interests
        watch = try Self.newWatch()
        try watchAll()
    }

    private static func newWatch() throws(Failure) -> FolderWatch {
        do {
            return try FolderWatch()
        } catch {
            let limit = "/proc/sys/fs/inotify/max_user_instances"
            throw Failure("\(error); a user has so many watches as \(limit) says: raise it")
        }
    }

    /// Takes what has changed since the last time.
    func takeChanges() throws -> News {
        var news = News.nothing
        var isElsewhere = false
        for change in watch.changes() {
            if change.name.isEmpty || change.folder < 0 {
                isElsewhere = true
            } else if stores.contains(change.folder) {
                news = max(news, Self.news(of: change.name))
            }
            if parents[change.folder]?.contains(change.name) == true { isElsewhere = true }
        }
        guard isElsewhere else { return news }
        watch = try Self.newWatch()
        try watchAll()
        return .tasks
    }

    private static func news(of name: String) -> News {
        // Those that begin with a dot are the lock, and files that have not got their name yet.
        if name.hasPrefix(".") { return .nothing }
        return name.hasSuffix(".out") ? .output : name.hasSuffix(".json") ? .tasks : .nothing
    }

    private func watchAll() throws {
        stores = []
        parents = [:]
        for folder in try folders() {
            do throws(SystemError) {
                try add(folder)
            } catch {
                // Else nothing can come there that we could read.
                guard error.isAboutPermission || error.code == ENOTDIR else { throw error }
            }
        }
    }

    /// Watches a folder; where it is missing, the place where the first one of its path will be.
    private func add(_ folder: String) throws(SystemError) {
        while true {
            do throws(SystemError) {
                stores.insert(try watch.add(folder, telling: interests))
                return
            } catch {
                guard error.code == SystemError.missing else { throw error }
            }
            var child = folder[...]
            while let parent = child.parentFolder, FileSystem.status(String(parent)) == nil {
                child = parent
            }
            guard let parent = child.parentFolder else { return }
            let number = try watch.add(String(parent), telling: .births)
            parents[number, default: []].insert(String(child.split(separator: "/").last ?? ""))
            // It may have come just before.
            if FileSystem.status(String(child)) == nil { return }
        }
    }

    /// The folders of all stores that there are or could be.
    private func folders() throws -> [String] {
        if invocation.has("--store") || context.environment["RINGBACK_STORE"] != nil {
            return [try invocation.location(context).folder]
        }
        var stores = [try invocation.location(context)]
        stores += Agent.allCases.map { StoreLocation(of: $0, context.paths) }
        let octo = StoreLocation(named: "octo", context.paths, folder: context.folder)
        return Array(Set((stores + [octo].compactMap(\.self)).map(\.folder)))
    }
}

extension Substring {
    /// The folder in which a path lies; `nil` for the root.
    fileprivate var parentFolder: Substring? {
        guard count > 1, let slash = lastIndex(of: "/") else { return nil }
        return slash == startIndex ? "/" : self[..<slash]
    }
}
