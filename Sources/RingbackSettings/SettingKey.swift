package import LosslessJSON
package import RingbackModel

/// A setting as data: what it is called, what it may be, what it does. Loading, `settings show`,
/// `settings check` and the test of the example file all go by this.
package struct SettingKey: Sendable {
    package let section: SettingSection
    /// Its member in the section.
    package let name: String
    /// Another section in which it is accepted; where both stand in one file, ``section`` counts.
    package let otherSection: SettingSection?
    package let type: SettingType
    /// What it does, in one line.
    package let summary: String
    package let projectRule: ProjectRule
    /// Its value in the settings, spelled as in a file.
    package let get: @Sendable (Settings) -> JSON
    /// Puts a value in, which has passed ``type``.
    package let set: @Sendable (inout Settings, JSON) -> Void

    init(
        _ name: String, in section: SettingSection, or otherSection: SettingSection? = nil,
        _ type: SettingType, _ summary: String, project: ProjectRule,
        get: @escaping @Sendable (Settings) -> JSON,
        set: @escaping @Sendable (inout Settings, JSON) -> Void
    ) {
        self.section = section
        self.name = name
        self.otherSection = otherSection
        self.type = type
        self.summary = summary
        self.projectRule = project
        self.get = get
        self.set = set
    }

    /// The members that lead to it in a settings file: `ringback.quiet_hours`.
    package var path: String { section.path(of: name) }

    /// The environment variable that sets it over all files; `nil` where its value has members.
    package var variable: String? {
        if type.isStructured { return nil }
        return (section == .alerts ? "RINGBACK_ALERTS_" : "RINGBACK_") + name.uppercased()
    }

    /// Whether that is its member.
    func stands(in section: SettingSection, as name: String) -> Bool {
        (self.section == section || otherSection == section) && self.name == name
    }
}
