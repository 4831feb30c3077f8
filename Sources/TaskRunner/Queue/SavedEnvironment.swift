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
        path = Self.folder(paths) + "/" + Fingerprint.of(store.location.folder) + "-" + task.id
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

    /// The variables of this process that a task may have: all but those that name the agent's own
    /// session, which its children are no part of.
    package static var current: EnvironmentSnapshot {
        .current { name in
            sessionNames.contains(String(name)) || sessionPrefixes.contains { name.hasPrefix($0) }
        }
    }

    /// Source: the environment of hooks and shells of Claude Code 2.1.329.
    private static let sessionNames: Set = [
        "CLAUDECODE", "CLAUDE_PID", "CLAUDE_PROJECT_DIR", "CLAUDE_ENV_FILE", "AI_AGENT",
        "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_SESSION_ID", "CLAUDE_CODE_SESSION_ATTENDED",
        "CLAUDE_CODE_SSE_PORT", "FACTORY_PROJECT_DIR", "DROID_PROJECT_DIR", "RINGBACK_TASK_ID",
    ]
    private static let sessionPrefixes = ["CLAUDE_CODE_MESSAGING_", "CLAUDE_CODE_CHILD_"]
}

extension String {
    /// The folder of a path.
    var parent: String { String(self[..<(lastIndex(of: "/") ?? endIndex)]) }
}
