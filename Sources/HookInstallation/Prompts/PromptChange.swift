package import RingbackModel

/// What is to be done to one command or skill of an agent; nothing is done until ``apply()``.
package struct PromptChange: Sendable {
    package enum Outcome: Equatable, Sendable {
        case added
        case updated
        case removed
        /// Ours is there already.
        case unchanged
        /// There is none of ours to remove.
        case absent
        /// Somebody else's, at that path, has the name: it is left alone.
        case taken(by: String)
        /// Ours once, but edited: it is left alone.
        case edited
    }

    /// The agent that the file belongs to.
    package let agent: Agent
    /// What people call it: `/bg`.
    package let title: String
    /// The file's path, as people know it.
    package let path: String
    package let outcome: Outcome
    /// The agent's folder, which stays in any case.
    private let root: String
    private let after: [UInt8]?
    /// `nil`: it stays as it is, whatever it is.
    private let file: HookFile?

    init(
        _ agent: Agent, _ prompt: PromptFile, in root: String, _ outcome: Outcome,
        _ file: HookFile? = nil, after: [UInt8]? = nil
    ) {
        self.agent = agent
        title = prompt.title
        path = root + "/" + prompt.path
        self.root = root
        self.outcome = outcome
        self.file = file
        self.after = after
    }

    /// Whether the file stays as it is.
    package var isEmpty: Bool { file == nil }

    /// Looks whether the change can be made, as far as that can be told without making it.
    ///
    /// - Throws: ``HookInstallationError`` where it can't.
    package func check() throws(HookInstallationError) { try file?.checkWritable() }

    /// Makes the change, and removes folders that are empty then.
    ///
    /// - Throws: ``HookInstallationError`` where the file can't be written, or was changed since
    ///   this was planned: then it is as it was.
    package func apply() throws(HookInstallationError) {
        guard let file else { return }
        if let after {
            try file.replace(with: after, backup: nil)
        } else {
            try file.remove()
            HookFile.removeEmptyFolders(above: path, below: root)
        }
    }

    /// The change as a unified diff.
    package var diff: [UInt8] {
        guard let file else { return [] }
        return UnifiedDiff.text(
            from: file.bytes ?? [], to: after ?? [], file.bytes == nil ? "/dev/null" : path,
            after == nil ? "/dev/null" : path)
    }
}
