package import RingbackModel
package import RingbackSystem

/// A store: its folder, and how its files are spelled.
package struct StoreLocation: Equatable, Sendable {
    package var folder: String
    package var layout: StoreLayout

    package init(folder: String, layout: StoreLayout) {
        self.folder = folder
        self.layout = layout
    }

    /// The store of an agent's own background work.
    package init(of agent: Agent, _ paths: Paths) {
        switch agent {
        case .claude:
            self.init(folder: paths.claude + "/.sisyphus/background-tasks", layout: .claude)
        case .droid:
            self.init(folder: paths.factory + "/.omd/background-tasks", layout: .droid)
        }
    }

    /// The store of the Octo project in which a folder lies: `.octo` in it or above.
    package init?(octoProjectAround folder: String) {
        var folder = folder[...]
        while folder.hasPrefix("/") {
            let octo = (folder == "/" ? "" : folder) + "/.octo"
            if FileSystem.status(String(octo))?.isFolder == true {
                self.init(folder: octo + "/tasks", layout: .octo)
                return
            }
            guard folder.count > 1, let slash = folder.lastIndex(of: "/") else { return nil }
            folder = slash == folder.startIndex ? "/" : folder[..<slash]
        }
        return nil
    }

    /// The store that a name means: `claude`, `droid`, `octo`, or a folder.
    ///
    /// A folder of the user's own is in Claude's layout, unless it lies where the others' lie.
    package init?(named name: String, _ paths: Paths, folder: String) {
        switch name {
        case "claude": self.init(of: .claude, paths)
        case "droid": self.init(of: .droid, paths)
        case "octo":
            self =
                StoreLocation(octoProjectAround: folder)
                ?? StoreLocation(folder: folder + "/.octo/tasks", layout: .octo)
        case let path where path.contains("/") || path == ".":
            let expanded = paths.expand(path)
            let absolute = expanded.hasPrefix("/") ? expanded : folder + "/" + expanded
            let layout: StoreLayout =
                absolute.contains("/.octo/tasks")
                ? .octo : absolute.contains("/.omd/background-tasks") ? .droid : .claude
            self.init(folder: absolute, layout: layout)
        default: return nil
        }
    }

    /// The store that is meant where nobody names one.
    ///
    /// - Parameters:
    ///   - agent: whose event it is, if it is an event.
    ///   - folder: where the user or the agent stands.
    package static func usual(
        _ environment: Environment, _ paths: Paths, agent: Agent? = nil, folder: String
    ) -> StoreLocation {
        if let name = environment["RINGBACK_STORE"],
            let store = StoreLocation(named: name, paths, folder: folder)
        {
            return store
        }
        if let agent { return StoreLocation(of: agent, paths) }
        if environment["FACTORY_PROJECT_DIR"] != nil { return StoreLocation(of: .droid, paths) }
        return StoreLocation(octoProjectAround: folder) ?? StoreLocation(of: .claude, paths)
    }

    /// All stores that there are for a user who stands in a folder.
    package static func all(
        _ environment: Environment, _ paths: Paths, folder: String
    ) -> [StoreLocation] {
        var stores = [usual(environment, paths, folder: folder)]
        let others =
            Agent.allCases.map { StoreLocation(of: $0, paths) }
            + [StoreLocation(octoProjectAround: folder)].compactMap(\.self)
        for store in others where !stores.contains(store) { stores.append(store) }
        return stores.filter { FileSystem.status($0.folder)?.isFolder == true }
    }

    package func record(_ id: String) -> String { folder + "/" + id + ".json" }
    package func output(_ id: String) -> String { folder + "/" + id + ".out" }
    var lock: String { folder + "/.lock" }

    /// What people call it.
    package func name(_ paths: Paths) -> String {
        if self == StoreLocation(of: .claude, paths) { return "claude" }
        if self == StoreLocation(of: .droid, paths) { return "droid" }
        return layout == .octo ? "octo" : folder
    }
}
