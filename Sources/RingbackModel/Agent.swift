/// A coding agent whose hooks call us.
package enum Agent: String, CaseIterable, Sendable {
    case claude
    case droid

    /// What people call it.
    package var name: String {
        switch self {
        case .claude: "Claude"
        case .droid: "Droid"
        }
    }
}
