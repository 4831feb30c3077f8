import RingbackModel
import RingbackSettings
import RingbackSystem
import TestSupport
import Testing

/// A user's home and a project, with the settings files that a test puts there.
struct SettingsFixture {
    let folder: ScratchFolder
    private let paths: Paths

    /// Writes these files: `claude`, `droid`, `project` and `local` stand for the places that are
    /// looked at, any other name for itself in the folder.
    init(_ files: [String: String] = [:]) throws {
        let folder = try ScratchFolder()
        for (name, text) in files { try folder.write(text, to: Self.places[name] ?? name) }
        self.folder = folder
        paths = try #require(Paths(Environment(["HOME": folder("home")])))
    }

    private static let places = [
        "claude": "home/.claude/settings.json", "droid": "home/.factory/settings.json",
        "project": "project/.claude/settings.json",
        "local": "project/.claude/settings.local.json",
    ]

    func path(of name: String) -> String { folder(Self.places[name] ?? name) }

    func load(
        _ variables: [String: String] = [:], agent: Agent? = nil, isOctoStore: Bool = false
    ) -> LoadedSettings {
        SettingsFiles.load(
            paths: paths, environment: Environment(variables), agent: agent,
            projectFolder: folder("project"), isOctoStore: isOctoStore)
    }

    /// The problems, without the folder of the test in their places.
    func problems(_ loaded: LoadedSettings) -> [String] {
        loaded.problems.map { problem in
            var problem = problem
            let prefix = folder.path + "/"
            if problem.place.hasPrefix(prefix) { problem.place.removeFirst(prefix.count) }
            return problem.description
        }
    }
}
