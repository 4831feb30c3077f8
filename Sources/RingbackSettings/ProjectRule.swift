internal import LosslessJSON
internal import RingbackModel

/// What a project's own files may do with a setting: a cloned repository must never make it louder,
/// choose where alerts go, or raise a limit.
package enum ProjectRule: Equatable, Sendable {
    case nothing
    case onlySwitchOff
    case onlyLower
    case onlyTakeAway
    case onlySilence
    case onlyLengthen

    /// In words that follow "a project's file may ".
    var words: String {
        switch self {
        case .nothing: "not set it"
        case .onlySwitchOff: "only set it to false"
        case .onlyLower: "only lower it"
        case .onlyTakeAway: "only take channels away"
        case .onlySilence: "only set it to null"
        case .onlyLengthen: "only make them longer"
        }
    }

    /// Whether a project may choose this value where that one is in force without it.
    func allows(_ value: JSON, over current: JSON) -> Bool {
        switch self {
        case .nothing: return false
        case .onlySwitchOff: return value.bool == false
        case .onlySilence: return value.isNull
        case .onlyLower:
            guard let number = value.int, let limit = current.int else { return false }
            return number <= limit
        case .onlyTakeAway:
            guard let words = value.array, let present = current.array else { return false }
            return words.allSatisfy(present.contains)
        case .onlyLengthen:
            guard let hours = value.string.flatMap(QuietHours.init) else { return false }
            guard let present = current.string.flatMap(QuietHours.init) else { return true }
            return (0..<1440).allSatisfy {
                !present.contains(minute: $0) || hours.contains(minute: $0)
            }
        }
    }

    /// The value that comes into force: of a list, the order that the user chose stays.
    func merged(_ value: JSON, over current: JSON) -> JSON {
        guard self == .onlyTakeAway, let words = value.array, let present = current.array else {
            return value
        }
        return .array(present.filter(words.contains))
    }
}
