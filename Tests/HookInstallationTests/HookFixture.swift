import HookInstallation
import LosslessJSON
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

/// A home with the settings of agents, and our program somewhere.
struct HookFixture {
    static let claude = "home/.claude/settings.json"
    static let droid = "home/.factory/settings.json"
    static let droidHooks = "home/.factory/hooks.json"
    static let backup = claude + ".ringback-backup"

    let folder: ScratchFolder
    let paths: Paths

    init(_ files: [String: String] = [:]) throws {
        let folder = try ScratchFolder()
        for (name, text) in files { try folder.write(text, to: name) }
        self.folder = folder
        paths = try #require(Paths(Environment(["HOME": folder("home")])))
    }

    func installer(_ program: String = "/opt/ringback") -> HookInstaller {
        HookInstaller(paths: paths, program: program)
    }

    @discardableResult
    func install(
        _ agent: Agent = .claude, program: String = "/opt/ringback"
    ) throws -> HookText.Count {
        let change = try installer(program).installation(for: agent)
        try change.apply()
        return change.count
    }

    @discardableResult
    func uninstall(
        _ agent: Agent = .claude, program: String = "/opt/ringback"
    ) throws -> [HookText.Count] {
        try installer(program).removals(for: agent).map { change in
            try change.apply()
            return change.count
        }
    }

    /// The value of a file.
    func json(_ name: String) throws -> JSON {
        try JSON.parse(try #require(folder.read(name)))
    }

    /// The commands of an event, in order.
    func commands(_ event: String, in name: String = claude) throws -> [String] {
        let root = try json(name)
        let groups = (root["hooks"] ?? root)[event]?.array ?? []
        return groups.flatMap { $0["hooks"]?.array ?? [] }.compactMap { $0["command"]?.string }
    }
}
