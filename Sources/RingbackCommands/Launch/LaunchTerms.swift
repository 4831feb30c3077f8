internal import RingbackSettings
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

/// What every launch may have, whatever is run.
struct LaunchTerms {
    /// `nil`: one is made.
    var id: String?
    /// What to call it, for people.
    var name: String?
    /// The ids of the tasks that it is to follow.
    var after: [String] = []
    var variables: [(name: String, value: String)] = []
    /// In seconds; `nil`: none.
    var timeout: Double?

    func put(into launch: inout Launch, _ context: CommandContext) {
        launch.id = id
        if let name {
            launch.details["description"] = .string(PlainText.line(name, limit: 200))
        }
        launch.after = after
        launch.variables = variables
        launch.timeout = timeout
        if let parent = context.environment["RINGBACK_TASK_ID"], TaskID.isValid(parent) {
            launch.details["parent_task_id"] = .string(parent)
        }
    }

    /// Whether a text can be the name of a variable.
    static func canBeVariable(_ name: some StringProtocol) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "=") }
    }
}

extension CommandContext {
    /// The folder that a task is to run in.
    ///
    /// - Parameter name: `nil`: here.
    func launchFolder(_ name: String?) throws -> String {
        guard let name else { return folder }
        let path = paths.expand(name)
        let folder = path.hasPrefix("/") ? path : self.folder + "/" + path
        guard FileSystem.status(folder)?.isFolder == true else {
            throw Failure("there is no folder \(PlainText.line(folder, limit: 400))")
        }
        return folder
    }

    /// Looks whether the settings let anything be launched.
    func checkLaunching(in store: TaskStore) throws {
        let loaded = loadedSettings(of: store.location, project: folder)
        let project = folder + "/.claude"
        let problem = loaded.problems.first { problem in
            // What is wrong elsewhere is no reason not to work, and nobody's project stops anybody.
            guard problem.severity == .error,
                project == paths.claude || !problem.place.hasPrefix(project + "/")
            else { return false }
            return problem.setting.map(["max_background_tasks", "background_execution"].contains)
                ?? true
        }
        if let problem { throw Failure("\(problem)") }
        guard loaded.settings.backgroundExecution else { throw TaskRequestError.isOff }
    }
}
