import Foundation
import LosslessJSON
import TestSupport
import Testing

/// A user who is not root, whom modes of files bind, in a home that root may have made.
struct OtherUser {
    private let home: EndToEndHome
    private let binary: String

    /// Lends him a home, and the program with it.
    init(_ home: EndToEndHome) throws {
        self.home = home
        binary = home.folder("ringback")
        try EndToEndBinary.copy(to: binary)
        for path in [home.folder.path, home.folder(".claude"), home.folder(".claude/.sisyphus")] {
            try setMode(0o755, path)
        }
        try open(EndToEndHome.state)
    }

    /// Lets him write into a folder of the home, and into the folders that lead to it.
    private func open(_ name: String) throws {
        var path = home.folder.path
        for part in name.split(separator: "/") {
            path += "/" + part
            try setMode(0o777, path)
        }
        for file in try FileManager.default.contentsOfDirectory(atPath: path) {
            try setMode(0o666, path + "/" + file)
        }
    }

    /// Takes the right to write from a folder and all files in it.
    ///
    /// - Returns: what is in them.
    func freeze(_ name: String) throws -> [String: Data] {
        for file in try FileManager.default.contentsOfDirectory(atPath: home.folder(name)) {
            try setMode(0o444, home.folder("\(name)/\(file)"))
        }
        try setMode(0o555, home.folder(name))
        return try contents(name)
    }

    /// The files of a folder, hidden ones too.
    func contents(_ name: String) throws -> [String: Data] {
        let files = try FileManager.default.contentsOfDirectory(atPath: home.folder(name))
        return try files.reduce(into: [:]) { all, file in
            all[file] = try Data(contentsOf: URL(filePath: home.folder("\(name)/\(file)")))
        }
    }

    private func setMode(_ mode: Int, _ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    func hook(_ event: JSON) throws -> HookOutcome { try run(["hook"], event.text()) }

    func ringback(_ arguments: String...) throws -> HookOutcome { try run(arguments, "") }

    private func run(_ arguments: [String], _ input: String) throws -> HookOutcome {
        var call = home.call(arguments, input: .bytes(Array(input.utf8)))
        call.program = binary
        return try (getuid() == 0 ? Self.call(as: 65534, call) : call).run()
    }

    /// A call as somebody else; only root may ask for it.
    static func call(as user: Int, _ call: HookCall) throws -> HookCall {
        var other = call
        other.program = try EndToEndBinary.tool("setpriv", package: "util-linux")
        other.arguments =
            ["--reuid=\(user)", "--regid=\(user)", "--clear-groups", call.program] + call.arguments
        return other
    }
}
