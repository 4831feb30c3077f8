package import RingbackModel
package import RingbackSystem

/// The settings of a user: the defaults, then what the files and the environment say over them.
///
/// This runs on the path of every hook: a file is read and parsed once, and nothing else is looked
/// at. Nothing here fails: what is wrong is a problem, and the value before it stays.
package enum SettingsFiles {
    /// A larger settings file is refused, in bytes.
    static var largestFile: Int { 4 << 20 }

    /// Loads them, the later over the earlier: the defaults; Claude's `settings.json`; Droid's, for
    /// its tasks; the project's `.claude/settings.json` and `.claude/settings.local.json`, which
    /// may only make it quieter; the environment.
    ///
    /// - Parameters:
    ///   - paths: where the user's files lie.
    ///   - environment: its RINGBACK_… variables count, each named by ``SettingKey/variable``.
    ///   - agent: whose tasks they are for; only Droid has a file of its own.
    ///   - projectFolder: the project, for its files; `nil` for none.
    ///   - isOctoStore: whether they are for an Octo project: then the default is 3 tasks at once,
    ///     and BG_MAX_CONCURRENT counts, from the project's `.env` or from the environment.
    /// - Returns: the settings, and what was wrong on the way.
    package static func load(
        paths: Paths, environment: Environment, agent: Agent? = nil, projectFolder: String? = nil,
        isOctoStore: Bool = false
    ) -> LoadedSettings {
        var standard = Settings()
        if isOctoStore { standard.maxBackgroundTasks = 3 }
        var loader = SettingsLoader(standard)
        loader.read(paths.claude + "/settings.json", isProject: false)
        if agent == .droid { loader.read(paths.factory + "/settings.json", isProject: false) }
        if let projectFolder, projectFolder + "/.claude" != paths.claude {
            loader.read(projectFolder + "/.claude/settings.json", isProject: true)
            loader.read(projectFolder + "/.claude/settings.local.json", isProject: true)
        }
        loader.read(environment)
        if isOctoStore { loader.readOctoLimit(environment, projectFolder) }
        return loader.loaded
    }

    /// Reads one file as if it were the user's own, for its problems.
    package static func check(_ path: String) -> LoadedSettings {
        var loader = SettingsLoader(Settings())
        loader.read(path, isProject: false)
        if loader.loaded.files.isEmpty, loader.loaded.problems.isEmpty {
            loader.report(SettingsProblem(path, "there is no such file"))
        }
        return loader.loaded
    }
}
