package import RingbackModel

/// Settings, and how they came about.
package struct LoadedSettings: Equatable, Sendable {
    package var settings: Settings
    /// Where values come from, under their keys' paths; those that are missing are the defaults.
    package var origins: [String: SettingOrigin] = [:]
    package var problems: [SettingsProblem] = []
    /// The files that were there, in the order in which they were read.
    package var files: [String] = []

    package init(_ settings: Settings = Settings()) { self.settings = settings }

    package func origin(of key: SettingKey) -> SettingOrigin { origins[key.path.text] ?? .standard }
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
