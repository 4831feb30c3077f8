package import LosslessJSON

/// What names a request: a text or a whole number, as the client chose it. It is given back as it
/// was spelled.
package struct RequestID: Equatable, Sendable {
    package let json: JSON

    /// - Returns: `nil` where it is neither.
    package init?(_ json: JSON) {
        switch json {
        case .string: break
        case .number where json.int != nil: break
        default: return nil
        }
        self.json = json
    }
}
