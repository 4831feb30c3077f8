internal import CommandLineKit
internal import RingbackSettings
internal import RingbackSystem
internal import TaskStore

extension Ringback {
    /// `ringback settings check`.
    static let settingsCheck = Command<CommandContext>(
        "check", summary: "Check the settings files and variables",
        discussion: """
            Prints each problem as FILE:LINE: MESSAGE and exits with 1 where there is an error.
            Without a FILE it checks all that can count here: Claude's, Droid's, the project's and
            the environment.
            """,
        arguments: [
            Argument("FILE", "A settings file to check", isOptional: true, isRepeating: true)
        ], options: [storeOption]
    ) { invocation, context in
        var problems: [SettingsProblem] = []
        var files: [String] = []
        if invocation.arguments.isEmpty {
            let store = invocation.has("--store") ? try invocation.location(context) : nil
            let loaded = loadedSettings(for: store, context)
            problems = loaded.problems
            files = loaded.files
        }
        for file in invocation.arguments {
            let loaded = SettingsFiles.check(context.absolute(file))
            problems += loaded.problems
            files += loaded.files
        }
        let abbreviate = context.output.isTerminal ? context.paths.abbreviate : { $0 }
        for var problem in problems {
            problem.place = abbreviate(problem.place)
            context.output.line(problem.description)
        }
        if problems.isEmpty { context.output.line(praise(for: files.map(abbreviate))) }
        return problems.contains { $0.severity == .error } ? 1 : 0
    }

    private static func praise(for files: [String]) -> String {
        switch files.count {
        case 0: "There is no settings file, which is fine: the defaults count."
        case 1: "\(files[0]) is fine."
        default:
            files.dropLast().joined(separator: ", ") + " and \(files[files.count - 1]) are fine."
        }
    }
}

extension CommandContext {
    /// A path as the user typed it, from where the user stands.
    fileprivate func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : folder + "/" + path
    }
}
