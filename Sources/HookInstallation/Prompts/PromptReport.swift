package import RingbackModel
package import RingbackSystem

/// What people are told of the commands and the skill of an agent.
package struct PromptReport {
    private let agent: Agent
    private let changes: [PromptChange]
    private let paths: Paths

    package init(of changes: [PromptChange], for agent: Agent, paths: Paths) {
        self.agent = agent
        self.changes = changes
        self.paths = paths
    }

    /// What was done or is there already; nothing where there is nothing of ours.
    package var done: [String] {
        let name = HookTable.of(agent).name
        let place = paths.abbreviate(paths.folder(of: agent))
        let added = titles(.added)
        let updated = titles(.updated)
        let removed = titles(.removed)
        let unchanged = titles(.unchanged)
        let parts = [
            added.isEmpty ? nil : "\(list(added)) added",
            updated.isEmpty ? nil : "\(list(updated)) updated",
            removed.isEmpty ? nil : "\(list(removed)) removed",
        ].compactMap(\.self)
        if !parts.isEmpty {
            let preposition = removed.isEmpty ? "in" : "from"
            return ["\(name): \(parts.joined(separator: ", ")) \(preposition) \(place)"]
                + precedence(of: added)
        }
        return unchanged.isEmpty ? [] : ["\(name): \(list(unchanged)) already installed"]
    }

    /// What was left alone, and why.
    package var leftAlone: [String] {
        changes.compactMap { change in
            switch change.outcome {
            case .taken(let path):
                "  \(change.title) is already taken by \(paths.abbreviate(path)); left alone"
            case .edited:
                "  \(change.title) was edited in \(paths.abbreviate(change.path)); left alone"
            default: nil
            }
        }
    }

    /// A user's command goes before a command of Claude Code's own. Seen in 2.1.329, which has these
    /// two, each under a second name.
    private func precedence(of added: [String]) -> [String] {
        let ousted = ["/bg", "/tasks"].filter(added.contains)
        guard agent == .claude, !ousted.isEmpty else { return [] }
        let others = ousted.map { $0 == "/bg" ? "/background" : "/bashes" }
        return [
            ousted.count == 1
                ? "  \(list(ousted)) goes before Claude Code's own, which stays as \(list(others))"
                : "  \(list(ousted)) go before Claude Code's own, which stay as \(list(others))"
        ]
    }

    private func titles(_ outcome: PromptChange.Outcome) -> [String] {
        changes.filter { $0.outcome == outcome }.map(\.title)
    }

    /// `a, b and c`.
    private func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }
}
