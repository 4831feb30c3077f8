package import RingbackModel
internal import RingbackSystem

/// Makes of an alert the words that are shown: off the hook's path, so it may look at the project.
package enum NoticeComposer {
    package static func notice(for alert: Alert, _ settings: Settings, at now: Timestamp) -> Notice
    {
        var lines: [String] = []
        if !alert.detail.isEmpty {
            lines.append(alert.detail.prefix(1).uppercased() + alert.detail.dropFirst())
        }
        lines += alert.body.split(separator: "\n").prefix(settings.bodyLines).map(String.init)
        lines += [footer(alert, at: now)].compactMap(\.self)
        var notice = Notice(alert: alert, title: alert.title, body: lines.joined(separator: "\n"))
        if let ask = alert.ask { notice.answers = answers(to: ask) }
        notice.sound = settings.sound
        notice.expireSeconds = settings.expireSeconds
        notice.terminal = settings.terminal
        return notice
    }

    /// The options, and the command that takes one.
    private static func answers(to ask: Ask) -> String {
        let options = ask.options.enumerated().map { index, option in
            "\(index + 1) \(PlainText.line(option, limit: 60))"
        }.joined(separator: " · ")
        let command = "To answer: ringback " + ask.command.joined(separator: " ")
        return options.isEmpty ? command : PlainText.cut(options, limit: 300) + "\n" + command
    }

    /// Where it happened, and when, if that is a while ago: `shop · main · 2 h ago`.
    private static func footer(_ alert: Alert, at now: Timestamp) -> String? {
        var parts: [String] = []
        if let folder = alert.folder, let name = folder.split(separator: "/").last {
            parts.append(PlainText.line(String(name), limit: 40))
            if let branch = GitBranch.current(in: folder) {
                parts.append(PlainText.line(branch, limit: 40))
            }
        }
        let age = now.seconds(since: alert.created)
        if age >= 60 { parts.append(PlainText.duration(age) + " ago") }
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }
}
