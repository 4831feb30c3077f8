/// What people can choose, with Ringback's own choice as the default.
package struct Settings: Equatable, Sendable {
    /// Whether ends of background tasks ring: `background_notifications`.
    package var taskAlerts = true
    /// How many background tasks may run at once.
    package var maxBackgroundTasks = 5
    /// Whether somebody chose that number: only then are an agent's own calls held to it.
    package var limitsAgents = false
    /// Whether anything may run in the background: `sisyphus.background_execution`.
    package var backgroundExecution = true
    /// The channels that are tried, in this order, until one has shown the alert.
    package var channels: [ChannelName] = [.desktop, .terminal]
    /// The kinds that ring.
    package var kinds = AlertKinds(allBut: .idle)
    /// When nothing rings.
    package var quietHours: QuietHours?
    /// A sound of the desktop's sound theme; `nil`: silent.
    package var sound: String?
    /// How many lines of an agent's text are shown; 0 shows none of it.
    package var bodyLines = 4
    /// How long an alert stays, in seconds; `nil`: as the desktop has it.
    package var expireSeconds: Int?
    /// How the terminal is rung; `nil`: by what the terminal is.
    package var terminal: TerminalSequence?
    /// How many finished tasks stand in `completed.json`, and failed ones in `failed.json`.
    package var historyLimit = 100
    /// How much of the past is kept.
    package var retention = Retention()
    /// How much of a task's output is kept, in bytes.
    package var outputLimit = 256 << 20
    /// How long what is to be stopped has between SIGTERM and SIGKILL, in seconds.
    package var graceSeconds = 5
    /// The agent that is called where none is named.
    package var standardAgent = "claude"
    /// How agents are called, as the user says: ``agent(named:)`` has those that Ringback knows,
    /// too.
    package var agents: [String: AgentProfile] = [:]
    /// The ways to somebody who is away.
    package var away = AwaySettings()

    package init() {}
}

/// A way to the person.
package enum ChannelName: String, CaseIterable, Sendable {
    /// libnotify, or `notify-send` where that can't.
    case desktop
    case notifySend = "notify-send"
    case terminal
    /// The notification center of macOS, by `osascript`.
    case osascript
    /// The notifications of Windows, by `powershell.exe`.
    case powershell
    /// A chat with a bot of Telegram's.
    case telegram
    /// A topic of an ntfy server.
    case ntfy
    /// Any server that takes a message by HTTP, such as Slack's and Discord's.
    case webhook

    /// Whether it leaves the machine: ``AwaySettings`` says what goes there.
    package var isAway: Bool { Self.away.contains(self) }

    /// Those that leave the machine.
    package static let away: [ChannelName] = [.telegram, .ntfy, .webhook]
    /// Those that reach somebody who sits at the machine.
    package static let near: [ChannelName] = allCases.filter { !$0.isAway }
}

/// How a terminal is told to notify.
package enum TerminalSequence: String, CaseIterable, Sendable {
    case osc9, osc99, osc777, bell
}

/// A part of the day, in minutes since midnight; it may run over midnight.
package struct QuietHours: Equatable, Sendable {
    package var from: Int
    package var to: Int

    /// Reads `22:00-07:30`.
    package init?(_ text: String) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let from = Self.minutes(ends[0]), let to = Self.minutes(ends[1]),
            from != to
        else { return nil }
        self.from = from
        self.to = to
    }

    package var text: String { Self.text(from) + "-" + Self.text(to) }

    package func contains(minute: Int) -> Bool {
        from < to ? (from..<to).contains(minute) : minute >= from || minute < to
    }

    private static func minutes(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        // Int reads a sign too.
        guard parts.count == 2, parts[1].utf8.count == 2,
            parts.allSatisfy({ $0.utf8.first.map { $0 >= UInt8(ascii: "0") } ?? false }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0..<24).contains(hour),
            (0..<60).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }

    private static func text(_ minutes: Int) -> String {
        let minute = minutes % 60
        return "\(minutes / 60):\(minute < 10 ? "0" : "")\(minute)"
    }
}
