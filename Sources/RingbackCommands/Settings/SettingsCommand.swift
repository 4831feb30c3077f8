internal import CommandLineKit
internal import RingbackModel
internal import RingbackSettings
internal import RingbackSystem

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

    /// `--store`, where it says whose settings are meant.
    static let settingsStore = Option(
        "--store", value: "STORE", "Whose tasks they are for",
        allowed: ["claude", "droid", "octo"])

    /// In the place of a store's name: every file and variable that any store goes by.
    static let everyStore = "*"

    /// The settings that count where the user stands.
    static func loadedSettings(for store: String?, _ context: CommandContext) -> LoadedSettings {
        SettingsFiles.load(
            paths: context.paths, environment: context.environment,
            agent: store == "droid" || store == everyStore ? .droid : nil,
            projectFolder: context.environment["CLAUDE_PROJECT_DIR"] ?? context.folder,
            isOctoStore: store == "octo" || store == everyStore)
    }
}
