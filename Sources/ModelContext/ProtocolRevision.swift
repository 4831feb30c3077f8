/// A revision of the Model Context Protocol that is spoken here. In both a tool may have a title, an
/// output schema and structured results, and neither knows batches.
package enum ProtocolRevision: String, CaseIterable, Sendable {
    case november2025 = "2025-11-25"
    case june2025 = "2025-06-18"

    package static let latest = ProtocolRevision.november2025

    /// What is spoken with a client that asked for a revision: that one, else our latest, on which
    /// the client may leave.
    ///
    /// Source: specification, "Lifecycle", version negotiation.
    package static func agreed(with wanted: String) -> ProtocolRevision {
        ProtocolRevision(rawValue: wanted) ?? latest
    }
}
