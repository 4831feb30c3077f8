/// Some of the kinds of alerts. A set that costs a hook nothing to make.
package struct AlertKinds: Equatable, Sendable {
    private var missing: UInt32 = 0

    package init(allBut kind: Alert.Kind) { remove(kind) }

    package func contains(_ kind: Alert.Kind) -> Bool { missing & Self.bit(kind) == 0 }

    package mutating func insert(_ kind: Alert.Kind) { missing &= ~Self.bit(kind) }

    package mutating func remove(_ kind: Alert.Kind) { missing |= Self.bit(kind) }

    private static func bit(_ kind: Alert.Kind) -> UInt32 { 1 << kind.place }
}

extension Alert.Kind {
    fileprivate var place: UInt32 {
        switch self {
        case .completed: 0
        case .failed: 1
        case .question: 2
        case .permission: 3
        case .turnFinished: 4
        case .turnFailed: 5
        case .idle: 6
        case .message: 7
        case .test: 8
        }
    }
}
