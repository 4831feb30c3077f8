internal import AlertDelivery
internal import RingbackModel
internal import Synchronization

/// The notices of this process that are on the screen, as far as the service has told, and what
/// people do with those that ask something.
///
/// Every signal names its sender: only that of the service which shows the notice counts.
final class StandingNotices: Sendable {
    private struct Notice {
        /// The unique name of the service that shows it.
        let owner: String
        let isKept: Bool
    }

    private struct Question {
        let owner: String
        let options: Int
        let takesText: Bool
        /// The service's leave to open a window, which comes before the click.
        var activation: String?
    }

    private struct State {
        var notices: [UInt32: Notice] = [:]
        /// Also those that were closed: some services bring them back.
        var questions: [UInt32: Question] = [:]
        /// Questions whose service has gone, and no other has come.
        var lost: Set<UInt32> = []
        var isBusLost = false
    }

    private let state = Mutex(State())
    let replies = ReplyBox()

    /// Whether some would go with this process.
    var areAtRisk: Bool { state.withLock { $0.notices.values.contains { !$0.isKept } } }

    /// Whether the connection to the bus has ended since it was made.
    var isBusLost: Bool { state.withLock { $0.isBusLost } }

    func busFound() { startAnew(isBusLost: false) }

    func busLost() {
        startAnew(isBusLost: true)
        replies.ring()
    }

    private func startAnew(isBusLost: Bool) {
        let lost = state.withLock { state in
            defer { state = State(isBusLost: isBusLost) }
            return state.lost.union(state.questions.keys.filter { state.notices[$0] != nil })
        }
        tellLost(lost)
    }

    /// A service has ended, and its notices with it, or another one has come.
    ///
    /// - Parameters:
    ///   - old: the unique name that it had; empty: there was none.
    ///   - new: the unique name of the one that is there now; empty: there is none.
    func serviceChanged(from old: String, to new: String) {
        let lost = state.withLock { state in
            for (id, question) in state.questions where question.owner == old {
                if state.notices[id]?.owner == old { state.lost.insert(id) }
                state.questions[id] = nil
            }
            state.notices = state.notices.filter { $0.value.owner != old }
            guard !new.isEmpty else { return Set<UInt32>() }
            defer { state.lost = [] }
            return state.lost
        }
        tellLost(lost)
        replies.ring()
    }

    private func tellLost(_ ids: Set<UInt32>) {
        for id in ids.sorted() { replies.post(Reply(id: id, answer: .lost)) }
    }

    /// A notice is on the screen, shown by a service that keeps it when its sender leaves, or not.
    ///
    /// - Parameter ask: what it asks; `nil`: nothing.
    func shown(_ id: UInt32, by owner: String, isKept: Bool, ask: Ask? = nil) {
        state.withLock { state in
            state.notices[id] = Notice(owner: owner, isKept: isKept)
            state.lost.remove(id)
            state.questions[id] = ask.map {
                Question(
                    owner: owner, options: $0.options.count,
                    takesText: $0.takesText || $0.options.isEmpty)
            }
        }
    }

    /// We have taken it away ourselves.
    func withdrawn(_ id: UInt32) {
        state.withLock { state in
            state.notices[id] = nil
            state.questions[id] = nil
            state.lost.remove(id)
        }
    }

    func closed(_ id: UInt32, by sender: String) {
        let isQuestion: Bool? = state.withLock { state in
            guard state.notices[id]?.owner == sender else { return nil }
            state.notices[id] = nil
            return state.questions[id] != nil
        }
        switch isQuestion {
        case true?: replies.post(Reply(id: id, answer: .dismissed))
        case false?: replies.ring()
        case nil: return
        }
    }

    /// The leave to open a window for what is clicked next.
    func activated(_ id: UInt32, by sender: String, token: String) {
        // It becomes a variable of a program.
        guard token.utf8.count <= 512, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return
        }
        state.withLock { state in
            guard state.questions[id]?.owner == sender else { return }
            state.questions[id]?.activation = token
        }
    }

    func clicked(_ id: UInt32, by sender: String, key: String) {
        let reply = state.withLock { state -> Reply? in
            guard let question = state.questions[id], question.owner == sender,
                let answer = AskActions.answer(key, options: question.options)
            else { return nil }
            switch answer {
            case .option(let index): return Reply(id: id, answer: .option(index))
            case .opened:
                state.questions[id]?.activation = nil
                return Reply(id: id, answer: .opened, activation: question.activation)
            }
        }
        if let reply { replies.post(reply) }
    }

    func wrote(_ id: UInt32, to sender: String, text: String) {
        let text = PlainText.clean(text, limit: 16_384)
        let isAnswer = state.withLock { state in
            guard let question = state.questions[id], question.owner == sender else { return false }
            return question.takesText && text.contains { !$0.isWhitespace }
        }
        if isAnswer { replies.post(Reply(id: id, answer: .text(text))) }
    }
}
