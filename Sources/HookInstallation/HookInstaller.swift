internal import LosslessJSON
package import RingbackModel
package import RingbackSystem

/// Plans what is to be done to the settings of agents, so that they call us, or don't any more.
package struct HookInstaller: Sendable {
    private let paths: Paths
    private let program: String

    /// Plans for a user's files, with the absolute path of our program.
    package init(paths: Paths, program: String) {
        self.paths = paths
        self.program = program
    }

    /// The agents whose folder exists; Claude where there is none.
    package var presentAgents: [Agent] {
        let present = Agent.allCases.filter {
            FileSystem.status(paths.folder(of: $0))?.isFolder == true
        }
        return present.isEmpty ? [.claude] : present
    }

    /// The change after which the agent calls us.
    ///
    /// - Throws: ``HookInstallationError`` where its settings are broken.
    package func installation(for agent: Agent) throws(HookInstallationError) -> HookChange {
        let (file, original) = try target(for: agent)
        let table = HookTable.of(agent)
        var text = original
        try text.install(table, HookCommand.text(program, table))
        let isSwitchedOff = text.value[table.switchOff]?.bool == true
        let after = text.count.isZero ? file.bytes : text.bytes
        return HookChange(agent, file, after: after, text.count, isSwitchedOff: isSwitchedOff)
    }

    /// The changes after which the agent does not call us any more: one for each file that may hold
    /// its hooks.
    ///
    /// - Throws: ``HookInstallationError`` where one of them is broken.
    package func removals(for agent: Agent) throws(HookInstallationError) -> [HookChange] {
        let first = try removal(from: settings(of: agent), .settings, agent)
        guard agent == .droid, let bytes = try HookFile(hooksAlone).bytes else { return [first] }
        let second = try removal(from: hooksAlone, try place(in: bytes), agent)
        return first.before == nil ? [second] : [first, second]
    }

    private func removal(
        from path: String, _ place: HookText.Place, _ agent: Agent
    ) throws(HookInstallationError) -> HookChange {
        let file = try HookFile(path)
        guard let bytes = file.bytes else {
            return HookChange(agent, file, after: nil, HookText.Count())
        }
        let table = HookTable.of(agent)
        let command = HookCommand.text(program, table)
        var text = try HookText(bytes, file: path, place: place)
        try text.uninstall(command)
        if text.count.isZero { return HookChange(agent, file, after: bytes, text.count) }

        // Where we brought in all that is new since the backup, the backup is what was there.
        let kept = try? HookFile(HookChange.backup(of: path)).bytes
        let backup = kept.flatMap { try? HookText($0, file: path, place: place) }
        let isBackupOurs = backup?.hasOurs(command) == true
        if let kept, var replay = backup, !isBackupOurs {
            try replay.install(table, command)
            if replay.bytes == bytes {
                return HookChange(agent, file, after: kept, text.count, dropsBackup: true)
            }
        }
        // A file that holds nothing without us, and of which no version without us is kept, is ours.
        if text.value == .object([:]), kept == nil || isBackupOurs {
            return HookChange(agent, file, after: nil, text.count, dropsBackup: isBackupOurs)
        }
        return HookChange(agent, file, after: text.bytes, text.count)
    }

    /// The file that gets the hooks of an agent, and its text.
    private func target(
        for agent: Agent
    ) throws(HookInstallationError) -> (file: HookFile, text: HookText) {
        let path = settings(of: agent)
        let file = try HookFile(path)
        let text = try HookText(file.bytes ?? [], file: path, place: .settings)
        guard agent == .droid, !text.hasHooks else { return (file, text) }
        let alone = try HookFile(hooksAlone)
        guard let bytes = alone.bytes else { return (file, text) }
        let place = try place(in: bytes)
        return (alone, try HookText(bytes, file: hooksAlone, place: place))
    }

    /// Where the events stand in a file of hooks alone: Droid has read both.
    private func place(in bytes: [UInt8]) throws(HookInstallationError) -> HookText.Place {
        let text = try HookText(bytes, file: hooksAlone, place: .settings)
        return text.value["hooks"]?.object == nil ? .hooksAlone : .settings
    }

    private var hooksAlone: String { paths.factory + "/hooks.json" }

    private func settings(of agent: Agent) -> String {
        paths.folder(of: agent) + "/settings.json"
    }
}
