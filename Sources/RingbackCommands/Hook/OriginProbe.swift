internal import RingbackModel
internal import RingbackSystem

/// Finds out where an agent runs: only when there is an alert to be sent from there.
struct OriginProbe {
    let environment: Environment

    /// The process of the agent, if it tells.
    var client: Client? {
        environment["CLAUDE_PID"].flatMap { Int($0) }.flatMap(ProcessIdentity.init(ofRunning:))
            .map { Client(pid: $0.pid, start: $0.start, boot: $0.boot) }
    }

    var origin: Origin {
        var origin = Origin()
        origin.bus = environment["DBUS_SESSION_BUS_ADDRESS"]
        origin.isRemote = environment["SSH_CONNECTION"] != nil || environment["SSH_TTY"] != nil
        origin.isInTmux = environment["TMUX"] != nil
        origin.terminal = terminal
        origin.process = client ?? ancestorWithTerminal
        return origin
    }

    /// What the terminal calls itself. Within tmux TERM_PROGRAM is tmux: then what the terminal
    /// behind it left in the environment tells.
    private var terminal: String? {
        let marks = [
            ("KITTY_WINDOW_ID", "kitty"), ("GHOSTTY_RESOURCES_DIR", "ghostty"),
            ("WEZTERM_PANE", "wezterm"), ("ITERM_SESSION_ID", "iterm"),
            ("KONSOLE_VERSION", "konsole"),
        ]
        if let program = environment["TERM_PROGRAM"], program != "tmux" { return program }
        return marks.first { environment[$0.0] != nil }?.1 ?? environment["LC_TERMINAL"]
            ?? environment["TERM"]
    }

    /// The nearest of the processes above us that has a terminal: hooks themselves have none.
    private var ancestorWithTerminal: Client? {
        var pid = ProcessEntry.parentOfThis
        for _ in 0..<8 {
            guard pid > 1, let entry = ProcessEntry(pid) else { return nil }
            if entry.terminal != 0 {
                return ProcessIdentity(ofRunning: pid)
                    .map { Client(pid: $0.pid, start: $0.start, boot: $0.boot) }
            }
            pid = entry.parent
        }
        return nil
    }
}
