package import RingbackModel
package import RingbackSystem
package import TaskStore

/// The environment that a task was launched from, kept until it starts: nobody else may know whose
/// PATH, language or keys it counts on. It holds secrets, so it lies among our own files, for the
/// user alone, and goes when the task has started.
package struct SavedEnvironment {
    private let path: String

    /// A larger one is refused, in bytes: the kernel would refuse it as well.
    private static let largest = 8 << 20

    package init(of task: TaskRecord, in store: TaskStore, _ paths: Paths) {
        self.init(of: task.id, in: store, paths)
    }

    init(of id: String, in store: TaskStore, _ paths: Paths) {
        path = Self.folder(paths) + "/" + Fingerprint.of(store.location.folder) + "-" + id
    }

    static func folder(_ paths: Paths) -> String { paths.state + "/environments" }

    package func save(_ snapshot: EnvironmentSnapshot) throws(SystemError) {
        do throws(SystemError) {
            try FileSystem.replace(path, with: snapshot.bytes, isDeferred: true)
        } catch  where error.code == SystemError.missing {
            try FileSystem.makeFolder(path.parent)
            try FileSystem.replace(path, with: snapshot.bytes, isDeferred: true)
        }
    }

    /// What was saved; `nil` where it is gone.
    func load() throws(SystemError) -> EnvironmentSnapshot? {
        try FileSystem.read(path, limit: Self.largest).map(EnvironmentSnapshot.init(bytes:))
    }

    package func remove() { FileSystem.remove(path) }

    /// Removes those of a store whose tasks have ended, or never came to be: a command or a
    /// supervisor may be killed between the one and the other.
    static func sweep(_ store: TaskStore, _ paths: Paths, at now: Timestamp) {
        FileSystem.removeTemporaries(in: folder(paths), olderThan: Int64(age))
        let prefix = Fingerprint.of(store.location.folder) + "-"
        for name in FileSystem.names(in: folder(paths)) where name.hasPrefix(prefix) {
            let saved = SavedEnvironment(
                of: String(name.dropFirst(prefix.count)), in: store, paths)
            guard let modified = FileSystem.status(saved.path)?.modified,
                now.seconds(since: Timestamp(nanoseconds: modified)) > Double(age)
            else { continue }
            let task = (try? store.record(String(name.dropFirst(prefix.count)))) ?? nil
            if task?.status.isTerminal ?? true { saved.remove() }
        }
    }

    /// A younger one may be that of a launch that is not through yet, in seconds.
    private static let age = 60

    /// The variables of this process that a task may have: all but those that name the agent's own
    /// session, which its children are no part of.
    package static var current: EnvironmentSnapshot {
        .current(without: EnvironmentNames(sessionNames, prefixes: sessionPrefixes))
    }

    /// Source: the environment of hooks and shells of Claude Code 2.1.329.
    private static let sessionNames: [StaticString] = [
        "CLAUDECODE", "CLAUDE_PID", "CLAUDE_PROJECT_DIR", "CLAUDE_ENV_FILE", "AI_AGENT",
        "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_SESSION_ID", "CLAUDE_CODE_SESSION_ATTENDED",
        "CLAUDE_CODE_SSE_PORT", "CLAUDE_CODE_LAUNCHED_BY_SESSION_IDS", "FACTORY_PROJECT_DIR",
        "DROID_PROJECT_DIR", "RINGBACK_TASK_ID",
    ]
    private static let sessionPrefixes: [StaticString] = [
        "CLAUDE_CODE_MESSAGING_", "CLAUDE_CODE_CHILD_",
    ]
}

extension String {
    /// The folder of a path.
    var parent: String { String(self[..<(lastIndex(of: "/") ?? endIndex)]) }
}
