import Foundation
import RingbackSystem
import TestSupport
import Testing

/// The real Claude Code, on this machine.
enum RealClient {
    /// `CLAUDE_BIN`, else the `claude` on PATH, else the one that `scripts/real-client` got.
    static let path: String? = {
        let environment = Environment.process
        if let named = environment["CLAUDE_BIN"] { return named }
        if let installed = environment.executable("claude") { return installed }
        let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache"
        let libraries = cache + "/ringback-tests/claude/lib"
        return FileSystem.names(in: libraries)
            .map { "\(libraries)/\($0)/site-packages/claude_agent_sdk/_bundled/claude" }
            .first(where: FileSystem.isExecutable)
    }()

    static let tools = [
        "Xvfb", "dbus-daemon", "dunst", "dunstctl", "import", "python3", "tmux", "unshare",
    ]

    static let isHere = path != nil && tools.allSatisfy(BusProcess.exists)

    static let howToGet: Comment = """
        there is no Claude Code here, or one of \(tools.joined(separator: ", ")) is missing: \
        scripts/real-client gets it; CLAUDE_BIN names another one
        """

    static let key = "not-a-real-key"

    /// Beside home and path: nothing leaves the machine, whatever the client has in mind.
    static let environment = [
        "ANTHROPIC_API_KEY": key, "DISABLE_TELEMETRY": "1", "DISABLE_AUTOUPDATER": "1",
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "CLAUDE_CODE_MAX_RETRIES": "0",
        // Lets root go without permissions.
        "IS_SANDBOX": "1", "LANG": "C.UTF-8",
    ]

    /// Stands before a command that gets a network of its own, which leads nowhere; nothing where
    /// the system does not allow it.
    static let isolation: [String] = {
        let ways = [
            ["unshare", "--net"],
            ["unshare", "--user", "--map-current-user", "--keep-caps", "--net"],
        ]
        let allowed = ways.first { way in
            let call = HookCall(
                way[0], Array(way.dropFirst()) + ["true"], environment: ["PATH": "/usr/bin:/bin"])
            return (try? call.run())?.exitCode == 0
        }
        return allowed ?? ["env"]
    }()
}

/// Waits for something to become true.
///
/// - Throws: where it does not within the time; the error says what was waited for.
func wait(
    for what: @autoclosure () -> String, seconds: Int = 15, until isTrue: () throws -> Bool
) throws {
    let deadline = Deadline(milliseconds: seconds * 1000)
    while try !isTrue() {
        guard !deadline.hasPassed else {
            throw ClientFailure(description: "waited in vain for " + what())
        }
        Thread.sleep(forTimeInterval: 0.03)
    }
}

/// The client, or what it needs, does not do what it should.
struct ClientFailure: Error, CustomStringConvertible {
    let description: String
}
