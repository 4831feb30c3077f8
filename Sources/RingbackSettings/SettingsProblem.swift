/// Something that is wrong in a settings file or a variable; loading goes on without it.
package struct SettingsProblem: Error, Equatable, CustomStringConvertible, Sendable {
    package enum Severity: String, Sendable {
        case error, warning
    }

    /// The file's path, or `environment`.
    package var place: String
    /// Counted from 1; `nil` where the whole place is meant.
    package var line: Int?
    /// What is wrong, and what is allowed.
    package var message: String
    package var severity: Severity
    /// The name of the setting that it is about; `nil` where nothing of the place could be read.
    package var setting: String?

    package init(
        _ place: String, line: Int? = nil, _ message: String, severity: Severity = .error,
        setting: String? = nil
    ) {
        self.place = place
        self.line = line
        self.message = message
        self.severity = severity
        self.setting = setting
    }

    /// `file:line: message`.
    package var description: String {
        let start = place + (line.map { ":\($0)" } ?? "") + ": "
        return start + (severity == .warning ? "warning: " : "") + message
    }

    /// The place of those that come from the environment.
    package static var environment: String { "environment" }
}
