internal import RingbackSystem

/// The branch that a folder's repository stands on, read from its files: git is not started.
///
/// Source: gitrepository-layout(5).
enum GitBranch {
    /// `nil` where the folder is in no repository; the first digits of the commit where the
    /// repository stands on no branch.
    static func current(in folder: String) -> String? {
        var folder = folder[...]
        while folder.hasPrefix("/"), folder.count > 1 {
            if let git = gitFolder(of: String(folder)) { return branch(git) }
            folder = folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)]
        }
        return nil
    }

    /// `.git` itself, or what it points to in a worktree or a submodule.
    private static func gitFolder(of folder: String) -> String? {
        let git = folder + "/.git"
        guard let status = FileSystem.status(git) else { return nil }
        if status.isFolder { return git }
        guard let target = text(git)?.dropFirst("gitdir: ".count) else { return nil }
        return target.hasPrefix("/") ? String(target) : folder + "/" + target
    }

    private static func branch(_ git: String) -> String? {
        guard let head = text(git + "/HEAD") else { return nil }
        let prefix = "ref: refs/heads/"
        return head.hasPrefix(prefix)
            ? String(head.dropFirst(prefix.count)) : String(head.prefix(8))
    }

    /// A small file's first line.
    private static func text(_ path: String) -> String? {
        guard let bytes = try? FileSystem.read(path, limit: 4096) else { return nil }
        return String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
    }
}
