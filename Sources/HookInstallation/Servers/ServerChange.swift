package import RingbackModel

/// What is to be done to the servers of an agent; nothing is done until ``apply()``.
package struct ServerChange: Sendable {
    package enum Outcome: Equatable, Sendable {
        case added
        case updated
        case removed
        /// Ours is there already.
        case unchanged
        /// There is none of ours to remove.
        case absent
        /// Somebody else's server has the name: it is left alone.
        case taken
    }

    /// The agent that the file belongs to.
    package let agent: Agent
    /// The file's path, as people know it.
    package let path: String
    package let outcome: Outcome
    private let file: HookFile
    /// `nil` where the file goes.
    private let after: [UInt8]?

    init(_ agent: Agent, _ file: HookFile, _ outcome: Outcome, after: [UInt8]?) {
        self.agent = agent
        path = file.path
        self.outcome = outcome
        self.file = file
        self.after = after
    }

    /// Whether the file stays as it is.
    package var isEmpty: Bool { file.bytes == after }

    /// Looks whether the change can be made, as far as that can be told without making it.
    ///
    /// - Throws: ``HookInstallationError`` where it can't.
    package func check() throws(HookInstallationError) {
        if !isEmpty { try file.checkWritable() }
    }

    /// Makes the change. There is no backup: the agent itself writes this file all the time, and
    /// it may hold secrets.
    ///
    /// - Throws: ``HookInstallationError`` where the file can't be written, or was changed since
    ///   this was planned: then it is as it was.
    package func apply() throws(HookInstallationError) {
        if isEmpty { return }
        guard let after else { return try file.remove() }
        try file.replace(with: after, backup: nil)
    }

    /// The change as a unified diff.
    package var diff: [UInt8] {
        UnifiedDiff.text(
            from: file.bytes ?? [], to: after ?? [], file.bytes == nil ? "/dev/null" : path,
            after == nil ? "/dev/null" : path)
    }

    /// What people are told of it, with the path as they know it; `nil`: nothing.
    package func report(path: String) -> String? {
        let name = HookTable.of(agent).name
        let server = "the MCP server '\(ServerEntry.name)'"
        return switch outcome {
        case .added: "\(name): \(server) added in \(path)"
        case .updated: "\(name): \(server) updated in \(path)"
        case .removed: "\(name): \(server) removed from \(path)"
        case .unchanged: "\(name): \(server) already installed in \(path)"
        case .absent: nil
        case .taken: "  \(server) in \(path) is not ours; left alone"
        }
    }
}
