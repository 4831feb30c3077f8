internal import AlertDelivery
internal import RingbackModel

extension DesktopNotification {
    /// What a notification says beside its text; services insist on the types.
    ///
    /// Source: Desktop Notifications Specification 1.2, "Hints".
    static func hints(of notice: Notice) -> [(name: String, value: BusValue)] {
        let alert = notice.alert
        var hints: [(name: String, value: BusValue)] = [
            (
                "urgency",
                .byte((alert.ask == nil ? alert.urgency : Alert.Urgency.critical).rawValue)
            ),
            // For people's own rules; a name of no standard must begin with "x-".
            ("category", .text("x-ringback." + alert.kind.rawValue)),
            ("desktop-entry", .text("ringback")),
        ]
        if let sound = notice.sound {
            hints.append(("sound-name", .text(PlainText.line(sound, limit: 200))))
        } else {
            hints.append(("suppress-sound", .flag(true)))
        }
        // A click on one of its buttons does not take it away: its answer does.
        if alert.ask != nil { hints.append(("resident", .flag(true))) }
        // What does not matter is not kept in a list of missed notifications.
        if alert.urgency == .low, alert.ask == nil { hints.append(("transient", .flag(true))) }
        // The id alone replaces neither after a restart of the service nor on every one of them.
        let group = PlainText.line(alert.group, limit: 200)
        if !group.isEmpty {
            hints.append(("x-canonical-private-synchronous", .text(group)))
            hints.append(("x-dunst-stack-tag", .text(group)))
        }
        return hints
    }
}
