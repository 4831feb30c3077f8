internal import AlertDelivery
internal import RingbackSystem
internal import Synchronization

/// Where the courier and the thread of a channel leave things for each other.
final class Desk: Sendable {
    /// What the courier has for the thread.
    struct News {
        var arrivals: [AwayItem] = []
        /// What is to stand in the place of items that are over.
        var closings: [(id: UInt32, words: String)] = []
        /// Items that the courier has not waited for to the end.
        var late: [UInt32] = []
        /// How many closings there have been, with these.
        var closed = 0
    }

    private struct State {
        var news = News()
        /// How many closings the thread has written down.
        var written = 0
        var results: [UInt32: Delivery] = [:]
        var awaited: Set<UInt32> = []
        var replies: [Reply] = []
        var holds = false
        var isClosing = false
        var waker: Transfers.Waker?
    }

    private let state = Mutex(State())
    /// Rings when there is a result, or something is written down.
    private let results: Bell
    /// Rings when there are replies, or what is held has changed.
    let replies: Bell
    private let closed: Bell

    init?() {
        guard let results = Bell(), let replies = Bell(), let closed = Bell() else { return nil }
        self.results = results
        self.replies = replies
        self.closed = closed
    }

    // MARK: The courier's side

    /// Hands an item over, and waits for what becomes of it.
    ///
    /// - Returns: `nil` where that is not known in time.
    func send(_ item: AwayItem, milliseconds: Int) -> Delivery? {
        let deadline = Deadline(milliseconds: milliseconds)
        state.withLock { state in
            state.news.arrivals.append(item)
            state.awaited.insert(item.id)
            state.waker?.wake()
        }
        while true {
            let result = state.withLock { state -> Delivery? in
                if let result = state.results.removeValue(forKey: item.id) {
                    state.awaited.remove(item.id)
                    return result
                }
                guard deadline.hasPassed else { return nil }
                state.awaited.remove(item.id)
                state.news.late.append(item.id)
                state.waker?.wake()
                return nil
            }
            if result != nil || deadline.hasPassed { return result }
            results.wait(until: deadline)
        }
    }

    /// Hands over what is to stand in the place of an item, and waits until that is written down: a
    /// courier that is killed then leaves no question open that is over.
    func close(_ id: UInt32, with words: String, milliseconds: Int) {
        let number = state.withLock { state in
            state.news.closings.append((id, words))
            state.news.closed += 1
            state.waker?.wake()
            return state.news.closed
        }
        let deadline = Deadline(milliseconds: milliseconds)
        while !deadline.hasPassed, state.withLock({ $0.written < number }) {
            results.wait(until: deadline)
        }
    }

    func takeReplies() -> [Reply] {
        replies.silence()
        return state.withLock { state in
            defer { state.replies = [] }
            return state.replies
        }
    }

    var holds: Bool { state.withLock { $0.holds || !$0.news.arrivals.isEmpty } }

    /// Sends the thread away, and waits until it has gone.
    func shut(milliseconds: Int) {
        state.withLock { state in
            state.isClosing = true
            state.waker?.wake()
        }
        if milliseconds > 0 { closed.wait(until: Deadline(milliseconds: milliseconds)) }
    }

    // MARK: The thread's side

    func open(_ waker: Transfers.Waker) { state.withLock { $0.waker = waker } }

    func isClosed() {
        state.withLock { $0.waker = nil }
        closed.ring()
    }

    var isClosing: Bool { state.withLock { $0.isClosing } }

    func takeNews() -> News {
        state.withLock { state in
            let news = state.news
            state.news = News(closed: news.closed)
            return news
        }
    }

    /// Says that what ``takeNews()`` gave is written down.
    func isWritten(_ news: News) {
        guard !news.closings.isEmpty else { return }
        state.withLock { $0.written = news.closed }
        results.ring()
    }

    /// Tells the courier of an item, if it waits for that.
    func tell(_ id: UInt32, _ delivery: Delivery) {
        let isAwaited = state.withLock { state in
            guard state.awaited.contains(id) else { return false }
            state.results[id] = delivery
            return true
        }
        if isAwaited { results.ring() }
    }

    func hand(_ reply: Reply) {
        state.withLock { $0.replies.append(reply) }
        replies.ring()
    }

    func holds(_ flag: Bool) {
        let hasChanged = state.withLock { state in
            defer { state.holds = flag }
            return state.holds != flag
        }
        if hasChanged { replies.ring() }
    }
}
