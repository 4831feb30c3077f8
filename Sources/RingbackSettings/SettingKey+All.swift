internal import LosslessJSON
internal import RingbackModel

extension SettingKey {
    /// Every setting, in the order in which people are shown them.
    package static let all: [SettingKey] =
        [taskAlerts, maxBackgroundTasks, backgroundExecution]
        + [channels] + Alert.Kind.allCases.filter(\.isChosen).map(alerts)
        + [quietHours, sound, bodyLines, expireSeconds, terminal]
        + [telegram, ntfy, webhook, away, awayAlerts, redact]
        + [historyLimit, retention, outputLimit, graceSeconds, standardAgent, agents]

    private static let taskAlerts = SettingKey(
        "background_notifications", in: .top, .truth,
        "Whether the ends of background tasks ring.", project: .onlySwitchOff,
        get: { .bool($0.taskAlerts) },
        set: { $0.taskAlerts = $1.bool ?? $0.taskAlerts })

    static let maxBackgroundTasks = SettingKey(
        "max_background_tasks", in: .top, or: .sisyphus, .number(1, nil),
        "How many background tasks may run at once; the others wait in the queue.",
        project: .onlyLower, get: { .integer($0.maxBackgroundTasks) },
        set: {
            $0.maxBackgroundTasks = $1.int ?? $0.maxBackgroundTasks
            $0.limitsAgents = true
        })

    private static let backgroundExecution = SettingKey(
        "background_execution", in: .sisyphus, .truth,
        "Whether anything may run in the background.", project: .onlySwitchOff,
        get: { .bool($0.backgroundExecution) },
        set: { $0.backgroundExecution = $1.bool ?? $0.backgroundExecution })

    private static let channels = SettingKey(
        "channels", in: .ringback, .words(ChannelName.near.map(\.rawValue)),
        "The channels that are tried, in this order, until one has shown the alert.",
        project: .onlyTakeAway,
        get: { .array($0.channels.map { .string($0.rawValue) }) },
        set: { settings, value in
            let words = value.array ?? []
            settings.channels = words.compactMap { $0.string.flatMap(ChannelName.init) }
        })

    private static func alerts(of kind: Alert.Kind) -> SettingKey {
        SettingKey(
            kind.rawValue, in: .alerts, .truth, kind.settingSummary,
            project: .onlySwitchOff, get: { .bool($0.kinds.contains(kind)) },
            set: { settings, value in
                if value == true {
                    settings.kinds.insert(kind)
                } else {
                    settings.kinds.remove(kind)
                }
            })
    }

    private static let quietHours = SettingKey(
        "quiet_hours", in: .ringback, .optionalHours,
        "When nothing rings, such as \"22:00-07:30\"; null: never.",
        project: .onlyLengthen, get: { .text($0.quietHours?.text) },
        set: { $0.quietHours = $1.string.flatMap(QuietHours.init) })

    private static let sound = SettingKey(
        "sound", in: .ringback, .optionalText,
        "A sound of the desktop's sound theme, such as \"message-new-instant\"; null: silent.",
        project: .onlySilence, get: { .text($0.sound) }, set: { $0.sound = $1.string })

    private static let bodyLines = SettingKey(
        "body_lines", in: .ringback, .number(0, 50),
        "How many lines of an agent's text an alert shows; 0: none of it.",
        project: .onlyLower, get: { .integer($0.bodyLines) },
        set: { $0.bodyLines = $1.int ?? $0.bodyLines })

    private static let expireSeconds = SettingKey(
        "expire_seconds", in: .ringback, .optionalNumber(1, 86400),
        "How long an alert stays on the screen, in seconds; null: as the desktop has it.",
        project: .onlyLower, get: { $0.expireSeconds.map { .integer($0) } ?? .null },
        set: { $0.expireSeconds = $1.int })

    private static let terminal = SettingKey(
        "terminal", in: .ringback, .optionalWord(TerminalSequence.allCases.map(\.rawValue)),
        "How a terminal is rung: osc9, osc99, osc777 or bell; null: by what the terminal is.",
        project: .nothing, get: { .text($0.terminal?.rawValue) },
        set: { $0.terminal = $1.string.flatMap(TerminalSequence.init) })
}

extension Alert.Kind {
    fileprivate var settingSummary: String {
        switch self {
        case .completed: "Whether it rings when a task is done."
        case .failed: "Whether it rings when a task has failed."
        case .question: "Whether it rings when an agent asks a question."
        case .permission: "Whether it rings when an agent waits for a permission."
        case .turnFinished: "Whether it rings when an agent has finished its turn."
        case .turnFailed: "Whether it rings when a turn has failed, such as at a rate limit."
        case .idle: "Whether it rings when an agent has waited for input for a while."
        case .message: "Whether it rings when a program or an agent sends a message."
        case .test: "Whether the test alert rings."
        }
    }
}
