internal import Foundation

/// Lets a test have the machine for itself, where others would make its figures worthless: no test
/// runs a program through ``HookCall/run(seconds:)`` meanwhile.
package enum HookGate {
    private final class State: @unchecked Sendable {
        let condition = NSCondition()
        var running = 0
        var isTaken = false
    }

    private static let state = State()
    /// Whether the present test has the machine.
    @TaskLocal private static var isMine = false

    /// Does something while no other program of a test runs.
    package static func alone(_ work: () throws -> Void) rethrows {
        state.condition.withLock {
            while state.isTaken { state.condition.wait() }
            state.isTaken = true
            while state.running > 0 { state.condition.wait() }
        }
        defer {
            state.condition.withLock {
                state.isTaken = false
                state.condition.broadcast()
            }
        }
        try $isMine.withValue(true) { try work() }
    }

    /// Does something beside others, as soon as nobody has the machine for himself.
    static func together<Result>(_ work: () throws -> Result) rethrows -> Result {
        guard !isMine else { return try work() }
        state.condition.withLock {
            while state.isTaken { state.condition.wait() }
            state.running += 1
        }
        defer {
            state.condition.withLock {
                state.running -= 1
                state.condition.broadcast()
            }
        }
        return try work()
    }
}
