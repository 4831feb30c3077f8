internal import Glibc

/// Where things lie, for one user.
package struct Paths: Sendable {
    package let home: String
    /// Claude Code's folder: `$CLAUDE_CONFIG_DIR`, else `~/.claude`.
    package let claude: String
    /// Factory Droid's folder: `~/.factory`.
    package let factory: String
    /// Ringback's own: `$XDG_STATE_HOME/ringback`, else `~/.local/state/ringback`.
    package let state: String

    /// - Returns: `nil` where neither HOME nor the user database names a home.
    package init?(_ environment: Environment) {
        guard let home = Self.absolute(environment["HOME"]) ?? Self.homeFromUserDatabase() else {
            return nil
        }
        self.home = home
        claude = Self.absolute(environment["CLAUDE_CONFIG_DIR"]) ?? home + "/.claude"
        factory = home + "/.factory"
        state =
            (Self.absolute(environment["XDG_STATE_HOME"]) ?? home + "/.local/state") + "/ringback"
    }

    /// A path in which a leading `~/` stands for the home.
    package func expand(_ path: String) -> String {
        path.hasPrefix("~/") ? home + path.dropFirst() : path
    }

    /// A path in which the home is written `~`, for people to read.
    package func abbreviate(_ path: String) -> String {
        path.hasPrefix(home + "/") ? "~" + path.dropFirst(home.count) : path
    }

    private static func absolute(_ path: String?) -> String? {
        guard var path, path.hasPrefix("/") else { return nil }
        while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    /// getpwuid(3) needs shared libraries, which a static program has none of.
    private static func homeFromUserDatabase() -> String? {
        let user = String(getuid())
        guard let bytes = try? FileSystem.read("/etc/passwd", limit: 1 << 20) else { return nil }
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            if fields.count == 7, fields[2] == user { return absolute(String(fields[5])) }
        }
        return nil
    }
}
