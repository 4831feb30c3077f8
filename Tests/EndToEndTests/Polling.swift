import Foundation

/// Waits for what another process does.
enum Polling {
    /// Asks again and again whether something is so, for so many seconds at most.
    ///
    /// - Returns: whether it became so.
    static func until(seconds: Double = 10, _ isSo: () -> Bool) -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while !isSo() {
            if ContinuousClock.now > deadline { return false }
            poll(nil, 0, 5)
        }
        return true
    }
}
