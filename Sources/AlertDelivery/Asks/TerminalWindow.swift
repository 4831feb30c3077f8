internal import Glibc
internal import RingbackSystem

/// A terminal of the desktop, in which a program can be run.
struct TerminalWindow: Equatable {
    /// The program's path, and the words between it and the command.
    private let path: String
    private let words: [String]
    /// Passes variables on; an argument vector as all others.
    private let env: String?

    /// What comes before the command, by the terminal's name; the likeliest to be somebody's choice
    /// first.
    ///
    /// Source: the manual pages of each. `-e` of some takes one word, a line for a shell: not here.
    private static let known: [(name: String, words: [String])] = [
        ("x-terminal-emulator", ["-e"]), ("kgx", ["--"]), ("gnome-terminal", ["--"]),
        ("konsole", ["-e"]), ("xfce4-terminal", ["-x"]), ("kitty", []), ("alacritty", ["-e"]),
        ("foot", []), ("xterm", ["-e"]),
    ]

    /// Finds one; `nil` where there is none, or no screen.
    init?(_ environment: Environment) {
        guard environment["DISPLAY"] ?? environment["WAYLAND_DISPLAY"] != nil else { return nil }
        var candidates = Self.known
        if let chosen = environment["TERMINAL"] {
            let name = chosen.split(separator: "/").last.map(String.init) ?? ""
            let words = Self.known.first { $0.name == name }?.words ?? ["-e"]
            candidates.insert((chosen, words), at: 0)
        }
        for (name, words) in candidates {
            guard let path = environment.executable(name, from: "/") else { continue }
            self.path = path
            self.words = words
            env = environment.executable("env")
            return
        }
        return nil
    }

    /// Opens it, and goes on without it.
    ///
    /// - Parameters:
    ///   - command: what runs in it, as words.
    ///   - activation: the desktop's leave to open a window.
    /// - Returns: `nil` where it could not be started.
    func open(_ command: [String], activation: String?) -> Process? {
        var vector = [path] + words + command
        if let activation, let env {
            vector =
                [env, "XDG_ACTIVATION_TOKEN=" + activation, "DESKTOP_STARTUP_ID=" + activation]
                + vector
        }
        do throws(SystemError) {
            let identity = try Subprocess.detach(vector[0], Array(vector.dropFirst()))
            return Process(pid: identity?.pid)
        } catch {
            return nil
        }
    }

    /// The program of an open window, our child.
    struct Process {
        /// `nil` where it had gone at once.
        fileprivate let pid: Int?

        /// Whether it has ended; then nothing is left of it.
        var hasEnded: Bool { pid.map { waitpid(pid_t($0), nil, WNOHANG) != 0 } ?? true }
    }
}
