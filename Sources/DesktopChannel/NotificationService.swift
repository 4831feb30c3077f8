/// A notification service, as it describes itself.
///
/// Source: Desktop Notifications Specification 1.2, GetServerInformation and GetCapabilities.
package struct NotificationService: Equatable, Sendable {
    package var name: String
    package var vendor: String
    package var version: String
    /// The version of the specification that it follows.
    package var specification: String
    package var capabilities: [String]

    /// Name and version, for people: `dunst 1.9.0`.
    package var title: String {
        ([Substring(name)] + version.split(separator: " ").prefix(1)).joined(separator: " ")
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
