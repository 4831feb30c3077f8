package import LosslessJSON

/// Where an alert comes from, as far as its way to the person needs it: which screen, which
/// terminal. Never more of the environment than this.
package struct Origin: Equatable, Sendable {
    /// The address of the session bus that the agent has.
    package var bus: String?
    /// Whether the agent runs over ssh: the screen of this machine may be somebody else's.
    package var isRemote = false
    /// A process in the agent's terminal.
    package var process: Client?
    /// TERM_PROGRAM, or what else names the terminal.
    package var terminal: String?
    /// Whether tmux stands between us and the terminal.
    package var isInTmux = false
    /// The terminal was rung by the agent itself, on our answer to its hook.
    package var rangTerminal = false

    package init() {}

    package init(_ json: JSON?) {
        bus = json?["bus"]?.string
        isRemote = json?["remote"]?.bool ?? false
        process = Client(json?["process"])
        terminal = json?["terminal"]?.string
        isInTmux = json?["tmux"]?.bool ?? false
        rangTerminal = json?["rang_terminal"]?.bool ?? false
    }

    package var json: JSON {
        [
            "bus": .text(bus), "remote": .bool(isRemote), "process": process?.json ?? .null,
            "terminal": .text(terminal), "tmux": .bool(isInTmux),
            "rang_terminal": .bool(rangTerminal),
        ]
    }
}
