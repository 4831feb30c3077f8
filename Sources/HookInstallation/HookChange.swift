package import RingbackModel

/// What is to be done to one settings file; nothing is done until ``apply()``.
package struct HookChange: Sendable {
    /// The agent that the file belongs to.
    package let agent: Agent
    /// The file's path, as people know it.
    package let path: String
    /// Its content now; `nil` where there is no such file.
    package let before: [UInt8]?
    /// Its content then; `nil` where the file goes.
    package let after: [UInt8]?
    package let count: HookText.Count
    /// Whether the agent's own settings switch all hooks off.
    package let isSwitchedOff: Bool
    /// Whether the backup goes with the change: it holds nothing that is not in ``after``.
    let dropsBackup: Bool

    private let file: HookFile

    init(
        _ agent: Agent, _ file: HookFile, after: [UInt8]?, _ count: HookText.Count,
        isSwitchedOff: Bool = false, dropsBackup: Bool = false
    ) {
        self.agent = agent
        path = file.path
        before = file.bytes
        self.after = after
        self.count = count
        self.isSwitchedOff = isSwitchedOff
        self.dropsBackup = dropsBackup
        self.file = file
    }

    /// Whether the file stays as it is.
    package var isEmpty: Bool { before == after }

    /// Where the content before the last change is kept.
    package var backup: String { Self.backup(of: path) }

    static func backup(of path: String) -> String { path + ".ringback-backup" }

    /// Looks whether the change can be made, as far as that can be told without making it.
    ///
    /// - Throws: ``HookInstallationError`` where it can't.
    package func check() throws(HookInstallationError) {
        if !isEmpty { try file.checkWritable() }
    }

    /// Makes the change. The content before it is kept in ``backup``, but for a change that brings
    /// the backup back, or that removes what was ours alone: then none is left behind.
    ///
    /// - Returns: whether a backup was written.
    /// - Throws: ``HookInstallationError`` where the file can't be written, or was changed since
    ///   this was planned: then nothing is.
    @discardableResult
    package func apply() throws(HookInstallationError) -> Bool {
        if isEmpty { return false }
        guard let after else {
            try file.remove()
            if dropsBackup { HookFile.forget(backup) }
            return false
        }
        let keepsBackup = !dropsBackup && before != nil
        try file.replace(with: after, backup: keepsBackup ? backup : nil)
        if dropsBackup { HookFile.forget(backup) }
        return keepsBackup
    }

    /// The change as a unified diff, in which the file has that name.
    package func diff(named name: String) -> [UInt8] {
        UnifiedDiff.text(
            from: before ?? [], to: after ?? [], before == nil ? "/dev/null" : name,
            after == nil ? "/dev/null" : name)
    }
}
