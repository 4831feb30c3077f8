internal import AlertDelivery
internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel

extension Ringback {
    static let notifyExplain = Command<CommandContext>(
        "explain", summary: "Show for the last alerts why each was shown or not",
        options: [Option("--last", short: "-n", value: "N", "So many (10)"), jsonOption]
    ) { invocation, context in
        guard let count = Int(invocation.value("--last") ?? "10"), count > 0 else {
            throw UsageError("--last takes a number above 0")
        }
        let entries = DeliveryLog(context.paths).entries(last: count)
        let waiting = Outbox(context.paths).names().count
        if invocation.has("--json") {
            context.output.json([
                "alerts": .array(entries.map(\.json)), "waiting": .integer(waiting),
            ])
            return 0
        }
        if entries.isEmpty { context.output.line("No alerts yet.") }
        for entry in entries { context.output.write(text(of: entry, context)) }
        if waiting > 0 { context.output.line("\(waiting) in the outbox, waiting for a channel.") }
        return 0
    }

    private static func text(of entry: DeliveryLog.Entry, _ context: CommandContext) -> String {
        let output = context.output
        let age = PlainText.duration(context.now().seconds(since: entry.at)) + " ago"
        let style: Output.Style =
            switch entry.outcome {
            case .shown: .green
            case .silent: .dim
            case .waiting: .yellow
            }
        var text =
            output.styled(entry.outcome.rawValue.padded(to: 8), style)
            + age.padded(to: 19) + PlainText.line(entry.title, limit: 90) + "\n"
        if let reason = entry.reason { text += "        " + reason + "\n" }
        for attempt in entry.attempts {
            text += "        " + attempt.channel + ": "
            switch attempt.delivery {
            case .shown(let id, let detail):
                text +=
                    "shown by \(detail)\(id > 0 ? ", id \(id)" : ""), \((attempt.milliseconds * 10).rounded() / 10) ms\n"
            case .failed(let reason, let remedy):
                text += reason + (remedy.isEmpty ? "" : " → " + remedy) + "\n"
            }
        }
        return text
    }
}
