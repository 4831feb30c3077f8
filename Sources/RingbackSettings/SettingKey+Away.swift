internal import LosslessJSON
internal import RingbackModel

/// The settings of the ways to somebody who is away. All of them are the user's alone: a project
/// must not choose where alerts go.
extension SettingKey {
    static let telegram = SettingKey(
        "telegram", in: .ringback, .channel(.telegram),
        "A chat with a bot of Telegram's, which sends alerts there and takes answers from there.",
        project: .nothing, get: { $0.away.telegram.map(\.json) ?? .null },
        set: { $0.away.telegram = TelegramSettings($1) })

    static let ntfy = SettingKey(
        "ntfy", in: .ringback, .channel(.ntfy),
        "A topic of an ntfy server; whoever knows its name reads and writes it.",
        project: .nothing, get: { $0.away.ntfy.map(\.json) ?? .null },
        set: { $0.away.ntfy = NtfySettings($1) })

    static let webhook = SettingKey(
        "webhook", in: .ringback, .channel(.webhook),
        "A server that alerts are posted to: as JSON, or as Slack or Discord take them.",
        project: .nothing, get: { $0.away.webhook.map(\.json) ?? .null },
        set: { $0.away.webhook = WebhookSettings($1) })

    static let away = SettingKey(
        "away", in: .ringback, .optionalWords(ChannelName.away.map(\.rawValue)),
        "Which of telegram, ntfy and webhook are used; null: all that are set up.",
        project: .nothing,
        get: { settings in
            settings.away.channels.map { .array($0.map { .string($0.rawValue) }) } ?? .null
        },
        set: { settings, value in
            settings.away.channels = value.array?.compactMap {
                $0.string.flatMap(ChannelName.init)
            }
        })

    static let awayAlerts = SettingKey(
        "away_alerts", in: .ringback,
        .words(Alert.Kind.allCases.filter(\.isChosen).map(\.rawValue)),
        "The kinds of alerts that go there, as in \"alerts\"; questions always do.",
        project: .nothing,
        get: { settings in
            let kinds = Alert.Kind.allCases.filter(\.isChosen)
            return .array(
                kinds.filter(settings.away.kinds.contains).map { .string($0.rawValue) })
        },
        set: { settings, value in
            let chosen = value.array?.compactMap { $0.string.flatMap(Alert.Kind.init) } ?? []
            for kind in Alert.Kind.allCases where kind.isChosen {
                if chosen.contains(kind) {
                    settings.away.kinds.insert(kind)
                } else {
                    settings.away.kinds.remove(kind)
                }
            }
        })

    static let redact = SettingKey(
        "redact", in: .ringback, .truth,
        "Whether secrets and your home's path are taken out of what goes there.",
        project: .nothing, get: { .bool($0.away.redacts) },
        set: { $0.away.redacts = $1.bool ?? $0.away.redacts })
}
