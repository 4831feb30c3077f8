/// How fast a channel that leaves the machine goes about it. All in milliseconds; tests are faster.
struct Pace: Sendable {
    /// How long the courier waits for a first answer: below ``Channel/budget``.
    var patience = 1200
    /// How long a request may take.
    var request = 20_000
    /// How long a server is asked to wait for news.
    var listening = 50_000
    /// How long it is waited before the second try; then twice as long each time.
    var firstPause = 1000
    var longestPause = 60_000
    /// After so long it is given up.
    var giveUp = 24 * 3_600_000
    /// How long what was sent is remembered, so that it is not sent twice.
    var memory = 3_600_000
    /// How long it is waited for a spool that another process has.
    var lockPause = 100

    /// How long to wait after so many tries in vain.
    ///
    /// - Parameter seconds: what the server asks for.
    func pause(after tries: Int, asked seconds: Int?) -> Int {
        let doubled = firstPause << min(max(0, tries - 1), 16)
        return max(min(doubled, longestPause), min(seconds ?? 0, 86_400) * 1000)
    }
}
