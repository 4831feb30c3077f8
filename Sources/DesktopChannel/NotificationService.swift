/// A notification service, as it describes itself.
///
/// Source: Desktop Notifications Specification 1.2, GetServerInformation and GetCapabilities.
struct NotificationService: Equatable, Sendable {
    var name: String
    var vendor: String
    var version: String
    /// The version of the specification that it follows.
    var specification: String
    var capabilities: [String]

    /// Name and version, for people: `dunst 1.9.0`.
    var title: String {
        ([Substring(name)] + version.split(separator: " ").prefix(1)).joined(separator: " ")
    }

    /// All of it, for people.
    var facts: [(name: String, value: String)] {
        [
            ("vendor", vendor), ("specification", specification),
            ("capabilities", capabilities.joined(separator: ", ")),
        ]
    }

    /// How many buttons are seen of those that a notification has.
    ///
    /// GNOME Shell drops those beyond its third (messageTray.js, MAX_NOTIFICATION_BUTTONS); four
    /// fit a line elsewhere.
    var buttons: Int { name.lowercased().hasPrefix("gnome-shell") ? 3 : 4 }

    /// Whether its actions can be seen: dunst and mako have them in a menu of another program.
    var showsButtons: Bool {
        capabilities.contains("actions")
            && !["dunst", "mako"].contains { name.lowercased().hasPrefix($0) }
    }

    var readsMarkup: Bool { capabilities.contains("body-markup") }

    /// Whether its notices stay when their sender leaves the bus.
    ///
    /// GNOME Shell, and Cinnamon which comes from it, take the notices of an installed application
    /// away with its connection; a service that is not known to keep them may do so, too.
    var keepsNotices: Bool {
        let keepers = ["dunst", "mako", "notification daemon", "plasma", "swaync", "xfce"]
        return keepers.contains { name.lowercased().hasPrefix($0) }
    }
}
