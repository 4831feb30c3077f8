internal import LosslessJSON
package import RingbackModel

/// Settings, and how they came about.
package struct LoadedSettings: Equatable, Sendable {
    package var settings: Settings
    /// Where the values come from that are not defaults, the last for a key at the end. A list: a
    /// hook fills it and never asks it.
    private var origins: [Origin] = []
    package var problems: [SettingsProblem] = []
    /// The files that were there, in the order in which they were read.
    package var files: [String] = []

    package init(_ settings: Settings = Settings()) { self.settings = settings }

    /// Where the value of a key comes from.
    package func origin(of key: SettingKey) -> SettingOrigin {
        origins.last { $0.section == key.section && $0.name == key.name }?.origin ?? .standard
    }

    /// Puts a value in force.
    mutating func put(_ key: SettingKey, _ value: JSON, _ origin: SettingOrigin) {
        key.set(&settings, value)
        origins.append(Origin(section: key.section, name: key.name, origin: origin))
    }

    private struct Origin: Equatable {
        var section: SettingSection
        var name: String
        var origin: SettingOrigin
    }
}

/// Where a value comes from.
package enum SettingOrigin: Equatable, Sendable {
    /// Ringback's own choice.
    case standard
    /// The path of a settings file.
    case file(String)
    /// The name of an environment variable.
    case variable(String)
}
