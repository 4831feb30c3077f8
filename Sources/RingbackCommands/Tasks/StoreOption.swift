internal import CommandLineKit
internal import RingbackModel
internal import RingbackSystem
internal import TaskStore

extension Ringback {
    static let storeOption = Option(
        "--store", value: "STORE",
        "Whose tasks: claude, droid, octo, or a folder; else RINGBACK_STORE, else what this folder and the environment tell"
    )

    static let jsonOption = Option("--json", "Print JSON, also on a terminal")
}

extension Invocation {
    /// The store that was named; `nil`: none was, or no such store is known.
    func store(_ context: CommandContext) -> StoreLocation? {
        value("--store").flatMap {
            StoreLocation(named: $0, context.paths, folder: context.folder)
        }
    }

    /// The store to work on.
    ///
    /// - Throws: ``UsageError`` where one is named that nobody knows.
    func location(_ context: CommandContext) throws -> StoreLocation {
        guard let name = value("--store") ?? context.environment["RINGBACK_STORE"] else {
            return StoreLocation.usual(
                context.environment, context.paths, folder: context.folder)
        }
        guard let store = StoreLocation(named: name, context.paths, folder: context.folder) else {
            throw UsageError(
                "unknown store '\(name)'; allowed: claude, droid, octo, or a folder's path")
        }
        return store
    }
}
