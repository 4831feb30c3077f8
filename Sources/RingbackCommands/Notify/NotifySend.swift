internal import AlertDelivery
internal import CommandLineKit
internal import RingbackModel
internal import RingbackSystem

extension Ringback {
    static let notifySend = Command<CommandContext>(
        "send", summary: "Send a notification of your own",
        discussion:
            "It goes the way of every alert: 'ringback notify explain' tells what became of it.",
        arguments: [
            Argument("TITLE", "The first line"),
            Argument("BODY", "What stands below it", isOptional: true),
        ],
        options: [
            Option(
                "--urgency", short: "-u", value: "LEVEL", "How much it matters",
                allowed: Alert.Urgency.allCases.map(\.word)),
            Option("--icon", short: "-i", value: "ICON", "The name or the path of an icon"),
            Option(
                "--replace", short: "-r", value: "KEY",
                "Take the place of the notification that was sent with the same key"),
        ]
    ) { invocation, context in
        let title = PlainText.line(invocation.arguments[0], limit: 200)
        guard !title.isEmpty else { throw UsageError("TITLE is empty") }
        let now = context.now()
        let group = "message/" + (invocation.value("--replace") ?? now.text())
        var alert = Alert(
            .message, title: title,
            body: PlainText.cut(
                PlainText.clean(invocation.argument(1) ?? "", limit: 4000), limit: 600),
            key: "message/\(now.text())/\(Clock.monotonicNanoseconds())", source: "notify send",
            group: group, created: now, origin: OriginProbe(environment: context.environment).origin
        )
        if let urgency = invocation.value("--urgency").flatMap(Alert.Urgency.init(word:)) {
            alert.urgency = urgency
        }
        alert.icon = invocation.value("--icon")
        try Outbox(context.paths).put(.show(alert))
        try CourierLock.wake(context.paths, programs: context.courierPrograms)
        return 0
    }
}
