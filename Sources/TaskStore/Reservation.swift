internal import LosslessJSON
package import RingbackModel

/// A slot for a background call that an agent was allowed and whose task is not there yet: of
/// several calls at once only as many pass as there are slots.
package struct Reservation: Equatable, Sendable {
    package var toolUse: String
    package var session: String
    package var made: Timestamp

    /// An agent starts its work at once; a call that was refused after us leaves nothing behind.
    private static let seconds = 60.0

    package init(toolUse: String, session: String, made: Timestamp) {
        self.toolUse = toolUse
        self.session = session
        self.made = made
    }

    init?(_ json: JSON) {
        guard let toolUse = json["tool_use_id"]?.string, let session = json["session_id"]?.string,
            let made = json["made_at"]?.string.flatMap(Timestamp.init)
        else { return nil }
        self.init(toolUse: toolUse, session: session, made: made)
    }

    var json: JSON {
        [
            "tool_use_id": .string(toolUse), "session_id": .string(session),
            "made_at": .string(made.text()),
        ]
    }

    func isValid(at now: Timestamp) -> Bool { abs(now.seconds(since: made)) < Self.seconds }
}
