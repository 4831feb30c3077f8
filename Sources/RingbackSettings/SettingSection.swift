internal import LosslessJSON

/// A part of a settings file that holds settings of ours.
package enum SettingSection: String, CaseIterable, Sendable {
    /// The file's own members, most of which are the agent's.
    case top = ""
    case sisyphus
    case ringback
    case alerts = "ringback.alerts"

    /// The members that lead to it.
    package var steps: [String] {
        switch self {
        case .top: []
        case .alerts: ["ringback", "alerts"]
        case .sisyphus, .ringback: [rawValue]
        }
    }

    /// The section in a file; `nil` where it is not there.
    func value(in root: JSON) -> JSON? {
        switch self {
        case .top: root
        case .alerts: root["ringback"]?["alerts"]
        case .sisyphus, .ringback: root[rawValue]
        }
    }

    /// The path of a member of it: `ringback.sound`.
    func path(of name: String) -> String { self == .top ? name : rawValue + "." + name }
}
