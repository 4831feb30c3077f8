internal import AlertDelivery
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSettings
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

extension CommandContext {
    /// What runs tasks for a command; its bell has rung when it returns.
    func runner(_ bell: Bell) -> Runner {
        Runner(
            paths: paths, program: executable, now: now,
            settings: { loadedSettings(of: $0).settings },
            announce: { bell.announce($0, in: $1) },
            put: { bell.put(.show($0)) }, ring: { bell.wake() },
            note: { note($0) })
    }

    /// The settings that count for the tasks of a store.
    ///
    /// - Parameter project: the folder of a project whose own files may make it quieter.
    func loadedSettings(of store: StoreLocation, project: String? = nil) -> LoadedSettings {
        let isOcto = store.layout == .octo
        return SettingsFiles.load(
            paths: paths, environment: environment, agent: store.layout == .droid ? .droid : nil,
            projectFolder: isOcto ? store.project : project, isOctoStore: isOcto)
    }
}

extension StoreLocation {
    /// The project of an Octo store: the folder that `.octo/tasks` lies in.
    var project: String? {
        folder.hasSuffix("/.octo/tasks") ? String(folder.dropLast("/.octo/tasks".count)) : nil
    }
}
