package import RingbackModel
package import RingbackSystem

/// Plans what is to be done so that agents offer our commands and know our skill, or don't any more.
package struct PromptInstaller: Sendable {
    private let paths: Paths
    private let program: String

    /// Plans for a user's files, with our program's path, or its name where PATH leads to it.
    package init(paths: Paths, program: String) {
        self.paths = paths
        self.program = program
    }

    /// The changes after which the agent has them. What somebody else has put there, or edited,
    /// stays.
    ///
    /// - Throws: ``HookInstallationError`` where one can't be written.
    package func installation(for agent: Agent) throws(HookInstallationError) -> [PromptChange] {
        let root = paths.folder(of: agent)
        var changes: [PromptChange] = []
        for prompt in PromptFile.all(for: agent, program: program) {
            let change = addition(of: prompt, agent, root)
            do throws(HookInstallationError) {
                try change.check()
            } catch {
                throw HookInstallationError("\(error); --no-commands installs the hooks alone")
            }
            changes.append(change)
        }
        return changes
    }

    /// The changes after which the agent has them no more.
    ///
    /// - Throws: ``HookInstallationError`` where one can't be removed.
    package func removals(for agent: Agent) throws(HookInstallationError) -> [PromptChange] {
        let root = paths.folder(of: agent)
        var changes: [PromptChange] = []
        for prompt in PromptFile.all(for: agent, program: program) {
            let change = removal(of: prompt, agent, root)
            try change.check()
            changes.append(change)
        }
        return changes
    }

    private func addition(
        of prompt: PromptFile, _ agent: Agent, _ root: String
    ) -> PromptChange {
        let path = root + "/" + prompt.path
        // What can't be read, a folder or a link that leads nowhere, is nothing of ours.
        guard let file = try? HookFile(path) else {
            return PromptChange(agent, prompt, in: root, .taken(by: path))
        }
        let text = Array(prompt.text.utf8)
        guard let bytes = file.bytes else {
            if let rival = prompt.rival, FileSystem.status(root + "/" + rival) != nil {
                return PromptChange(agent, prompt, in: root, .taken(by: root + "/" + rival))
            }
            return PromptChange(agent, prompt, in: root, .added, file, after: text)
        }
        switch PromptMark.owner(of: bytes) {
        case .others: return PromptChange(agent, prompt, in: root, .taken(by: path))
        case .edited: return PromptChange(agent, prompt, in: root, .edited)
        case .us where bytes == text: return PromptChange(agent, prompt, in: root, .unchanged)
        case .us: return PromptChange(agent, prompt, in: root, .updated, file, after: text)
        }
    }

    private func removal(of prompt: PromptFile, _ agent: Agent, _ root: String) -> PromptChange {
        guard let file = try? HookFile(root + "/" + prompt.path), let bytes = file.bytes else {
            return PromptChange(agent, prompt, in: root, .absent)
        }
        switch PromptMark.owner(of: bytes) {
        case .others: return PromptChange(agent, prompt, in: root, .absent)
        case .edited: return PromptChange(agent, prompt, in: root, .edited)
        case .us: return PromptChange(agent, prompt, in: root, .removed, file)
        }
    }
}
