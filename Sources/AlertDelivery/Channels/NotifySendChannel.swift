package import RingbackModel
package import RingbackSystem

/// The desktop by the program `notify-send`: for a bus that is not ours, and where the courier
/// itself has no libnotify.
package final class NotifySendChannel: Channel {
    package let name = ChannelName.notifySend
    private let environment: Environment
    /// How long notify-send may take, in milliseconds: it follows on libnotify, and both together
    /// are to be done within two seconds.
    private static let patience = 1000

    package init(_ environment: Environment) { self.environment = environment }

    package func show(_ notice: Notice) -> Delivery {
        guard let program = environment.executable("notify-send") else {
            return .failed(
                reason: "notify-send is not installed",
                remedy: "install it: apt install libnotify-bin")
        }
        let addresses = SessionBus.addresses(
            origin: notice.alert.origin.bus, environment: environment)
        guard let bus = addresses.first(where: { SessionBus.isAlive($0) }) else {
            return .failed(
                reason: "there is no session bus",
                remedy: "start the agent within a desktop session")
        }
        do {
            let outcome = try Subprocess.run(
                program, arguments(notice), variables: ["DBUS_SESSION_BUS_ADDRESS": bus],
                milliseconds: Self.patience)
            let said = PlainText.line(String(decoding: outcome.output, as: UTF8.self), limit: 200)
            if outcome.exitCode == 0 {
                return .shown(id: UInt32(said) ?? 0, detail: "notify-send")
            }
            return .failed(
                reason: outcome.timedOut
                    ? "the notification service does not answer notify-send"
                    : "notify-send failed: \(said)",
                remedy: "restart the notification service of the desktop")
        } catch {
            return .failed(reason: "\(error)", remedy: "")
        }
    }

    private func arguments(_ notice: Notice) -> [String] {
        var arguments = [
            "--app-name=Ringback", "--print-id", "--urgency=\(notice.alert.urgency.word)",
            "--icon=\(notice.alert.icon ?? "dialog-information")",
            "--hint=string:x-dunst-stack-tag:\(notice.alert.group)",
            "--hint=string:x-canonical-private-synchronous:\(notice.alert.group)",
        ]
        if notice.replaces > 0 { arguments.append("--replace-id=\(notice.replaces)") }
        if let seconds = notice.expireSeconds {
            arguments.append("--expire-time=\(seconds * 1000)")
        }
        return arguments + ["--", notice.title, Markup.escape(notice.bodyWithAnswers)]
    }
}
