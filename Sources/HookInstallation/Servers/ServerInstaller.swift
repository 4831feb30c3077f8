internal import LosslessJSON
package import RingbackModel
package import RingbackSystem

/// Plans what is to be done so that agents start our server of the Model Context Protocol, or don't
/// any more.
package struct ServerInstaller: Sendable {
    private let paths: Paths
    private let program: String
    private let claudeFile: String

    /// Plans for a user's files, with the absolute path of our program.
    package init(paths: Paths, environment: Environment, program: String) {
        self.paths = paths
        self.program = program
        claudeFile = Self.claudeFile(paths, environment)
    }

    /// Where Claude Code keeps the servers of its user: beside its folder, or in it where
    /// CLAUDE_CONFIG_DIR names that. A file of an old version goes first.
    ///
    /// Seen in 2.1.329.
    private static func claudeFile(_ paths: Paths, _ environment: Environment) -> String {
        let old = paths.claude + "/.config.json"
        if FileSystem.status(old) != nil { return old }
        let isMoved = environment["CLAUDE_CONFIG_DIR"] != nil
        return (isMoved ? paths.claude : paths.home) + "/.claude.json"
    }

    private func path(of agent: Agent) -> String {
        switch agent {
        case .claude: claudeFile
        case .droid: paths.factory + "/mcp.json"
        }
    }

    private func read(
        _ agent: Agent
    ) throws(HookInstallationError) -> (file: HookFile, text: ServerText) {
        let file = try HookFile(path(of: agent))
        let entry = ServerEntry(agent: agent, program: program)
        return (file, try ServerText(file.bytes ?? [], file: file.path, entry: entry))
    }

    /// The change after which the agent starts our server. A file that is not there is made: the
    /// agent completes it at its first start, as if it had made it itself.
    ///
    /// - Throws: ``HookInstallationError`` where the file is broken, or can't be written.
    package func installation(for agent: Agent) throws(HookInstallationError) -> ServerChange {
        do throws(HookInstallationError) {
            let (file, original) = try read(agent)
            var text = original
            let owner = text.owner
            if owner == .others { return ServerChange(agent, file, .taken, after: file.bytes) }
            try text.install()
            if owner == .us, text.bytes == original.bytes {
                return ServerChange(agent, file, .unchanged, after: file.bytes)
            }
            let change = ServerChange(
                agent, file, owner == .us ? .updated : .added, after: text.bytes)
            try change.check()
            return change
        } catch {
            throw HookInstallationError("\(error); --no-commands installs the hooks alone")
        }
    }

    /// The change after which the agent does not start it any more.
    ///
    /// - Throws: ``HookInstallationError`` where the file is broken, or can't be written.
    package func removal(for agent: Agent) throws(HookInstallationError) -> ServerChange {
        let (file, original) = try read(agent)
        var text = original
        guard text.owner == .us else {
            return ServerChange(agent, file, .absent, after: file.bytes)
        }
        try text.uninstall()
        // A file that holds nothing without us is ours.
        let after = text.value == .object([:]) ? nil : text.bytes
        let change = ServerChange(agent, file, .removed, after: after)
        try change.check()
        return change
    }
}
