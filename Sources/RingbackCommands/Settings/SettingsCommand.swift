internal import CommandLineKit
internal import RingbackModel
internal import RingbackSettings
internal import RingbackSystem
internal import TaskStore

extension Ringback {
    /// `ringback settings`.
    static let settings = Command<CommandContext>(
        "settings", summary: "Show and check the settings",
        discussion: """
            Settings stand in ~/.claude/settings.json, and for Droid's tasks in
            ~/.factory/settings.json over it. A project's .claude/settings.json and
            .claude/settings.local.json may only make it quieter. RINGBACK_… variables stand over
            all files. What there is to set: 'ringback settings show'.
            """,
        subcommands: [settingsShow, settingsCheck])

    /// The settings that count for a store where the user stands; without a store, all files and
    /// variables that count for any.
    static func loadedSettings(
        for store: StoreLocation?, _ context: CommandContext
    ) -> LoadedSettings {
        let octo = store ?? StoreLocation(octoProjectAround: context.folder)
        return SettingsFiles.load(
            paths: context.paths, environment: context.environment,
            agent: store?.layout == .droid || store == nil ? .droid : nil,
            projectFolder: octo?.octoProject ?? context.environment["CLAUDE_PROJECT_DIR"]
                ?? context.folder,
            isOctoStore: store?.layout == .octo || store == nil)
    }
}

extension StoreLocation {
    /// The project of an Octo store.
    fileprivate var octoProject: String? {
        let place = "/.octo/tasks"
        guard layout == .octo, folder.hasSuffix(place) else { return nil }
        return String(folder.dropLast(place.count))
    }
}
