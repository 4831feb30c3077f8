internal import AlertDelivery
internal import RingbackModel

/// A server that carries notices: which requests it takes, and what its answers mean. Values only;
/// ``WebWorker`` does the sending.
protocol WebService: Sendable {
    /// For people, without secrets: `Telegram`, `ntfy.sh`.
    var place: String { get }

    /// Notes what an item needs before it is first sent, such as a name for it.
    func prepare(_ item: inout AwayItem)

    func publish(_ item: AwayItem) -> HTTPRequest

    /// What its answer to ``publish(_:)`` or ``close(_:)`` means.
    func verdict(_ response: HTTPResponse, on item: AwayItem) -> Verdict

    /// A request that finds out whether an item arrived whose request has left; `nil`: nobody can.
    func search(for item: AwayItem) -> HTTPRequest?

    /// Whether it has arrived, by the answer to ``search(for:)``; `nil`: that does not tell.
    func hasArrived(_ item: AwayItem, _ response: HTTPResponse) -> Bool?

    /// Puts ``AwayItem/closing`` in the place of an item; `nil`: that can't be done.
    func close(_ item: AwayItem) -> HTTPRequest?

    /// Waits for answers to these items; `nil`: nobody can answer here.
    ///
    /// - Parameters:
    ///   - mark: the number from which on nothing was heard yet.
    ///   - milliseconds: how long the server is to wait for news.
    func listen(to items: [AwayItem], from mark: Int?, for milliseconds: Int) -> HTTPRequest?

    /// What has been said; `nil` for an answer that makes no sense.
    ///
    /// - Parameter bytes: an answer to ``listen(to:from:for:)``, or a line of it if it is a stream.
    func hear(_ bytes: [UInt8], of items: [AwayItem]) -> Hearing?

    /// Requests that find out whether something could be shown, in this order.
    var probes: [HTTPRequest] { get }

    /// What the answer to one of ``probes`` means; `nil` for a good one.
    func trouble(_ response: HTTPResponse) -> Trouble?
}

extension WebService {
    func prepare(_ item: inout AwayItem) {}
    func search(for item: AwayItem) -> HTTPRequest? { nil }
    func hasArrived(_ item: AwayItem, _ response: HTTPResponse) -> Bool? { nil }
    func close(_ item: AwayItem) -> HTTPRequest? { nil }
    func listen(to items: [AwayItem], from mark: Int?, for milliseconds: Int) -> HTTPRequest? {
        nil
    }
    func hear(_ bytes: [UInt8], of items: [AwayItem]) -> Hearing? { Hearing() }
}

/// What has become of an item.
enum Verdict: Equatable, Sendable {
    /// - Parameters:
    ///   - message: what the server calls it.
    ///   - moment: by the server's clock, in seconds since 1970.
    ///   - canChange: whether it can be changed later.
    case taken(message: String?, at: Int?, canChange: Bool)
    /// Not now: after so many seconds, if it says so.
    case later(reason: String, seconds: Int?)
    /// It is no use to try again.
    case refused(Trouble)
}

/// What people have said.
struct Hearing: Equatable, Sendable {
    struct Answer: Equatable, Sendable {
        var id: UInt32
        var answer: Reply.Answer
        /// The number of what was said, by which it is known a second time.
        var event: String
        /// What the server calls the item, which may not have been known.
        var message: String?
    }

    /// The number from which on nothing was heard.
    var mark: Int?
    var answers: [Answer] = []
    /// Requests that say it was heard. Whether they arrive does not matter.
    var thanks: [HTTPRequest] = []
    /// How much was said that does not concern us.
    var ignored = 0
}

extension HTTPResponse {
    /// What an answer means that is no success, as most servers have it.
    ///
    /// - Parameters:
    ///   - place: who has answered.
    ///   - said: why, in the server's words; empty where it says nothing.
    ///   - remedy: what to do about a refusal.
    func verdict(of place: String, said: String, remedy: String) -> Verdict {
        let words = said.isEmpty ? "" : ": " + PlainText.line(said, limit: 200)
        let reason = "\(place) answers \(status)\(words)"
        switch status {
        case 200..<300, 408, 425, 429, 500...599:
            return .later(reason: reason, seconds: retryAfter)
        case 300..<400:
            let trouble = Trouble(
                reason: "\(place) answers \(status): it has moved",
                remedy: "put its new address into the settings")
            return .refused(trouble)
        default: return .refused(Trouble(reason: reason, remedy: remedy))
        }
    }
}
