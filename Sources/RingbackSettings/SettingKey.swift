package import LosslessJSON
package import RingbackModel

/// A setting as data: what it is called, what it may be, what it does. Loading, `settings show`,
/// `settings check` and the test of the example file all go by this.
package struct SettingKey: Sendable {
    /// The members that lead to it in a settings file: `ringback.quiet_hours`.
    package let path: SettingPath
    /// Another path that is accepted; where both stand in one file, ``path`` counts.
    package let otherPath: SettingPath?
    package let type: SettingType
    /// What it does, in one line.
    package let summary: String
    package let projectRule: ProjectRule
    /// Its value in the settings, spelled as in a file.
    package let get: @Sendable (Settings) -> JSON
    /// Puts a value in, which has passed ``type``.
    package let set: @Sendable (inout Settings, JSON) -> Void

    init(
        _ path: SettingPath, or otherPath: SettingPath? = nil, _ type: SettingType, _ summary: String,
        project: ProjectRule, get: @escaping @Sendable (Settings) -> JSON,
        set: @escaping @Sendable (inout Settings, JSON) -> Void
    ) {
        self.path = path
        self.otherPath = otherPath
        self.type = type
        self.summary = summary
        self.projectRule = project
        self.get = get
        self.set = set
    }

    /// The environment variable that sets it over all files.
    package var variable: String {
        let words = path.steps.count > 1 ? path.steps.dropFirst() : path.steps[...]
        return "RINGBACK_" + words.joined(separator: "_").uppercased()
    }

    /// The members of a settings file that hold settings of ours.
    static let sections: [SettingPath] = ["sisyphus", "ringback", "ringback.alerts"]
}

/// The members that lead to a value in a settings file: `ringback.quiet_hours`.
package struct SettingPath: Hashable, Sendable, ExpressibleByStringLiteral {
    package let text: String
    package let steps: [String]

    package init(stringLiteral text: String) {
        self.text = text
        steps = text.split(separator: ".").map(String.init)
    }

    private init(steps: [String]) {
        self.steps = steps
        text = steps.joined(separator: ".")
    }

    /// A member in the value that this leads to.
    func appending(_ name: String) -> SettingPath { SettingPath(steps: steps + [name]) }
}
