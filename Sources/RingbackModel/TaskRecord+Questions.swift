internal import LosslessJSON

extension TaskRecord {
    /// All that it has asked, oldest first.
    package var questions: [Question] {
        get { fields["questions"]?.array?.compactMap(Question.init) ?? [] }
        set { self[name: "questions"] = .array(newValue.map(\.json)) }
    }

    /// The question that is to be answered next.
    package var openQuestion: Question? { questions.first(where: \.isOpen) }

    /// Whether it could go on, and only waits for a slot: all that it asked is answered.
    package var isAnswered: Bool {
        get { fields["answered"]?.bool == true }
        set { self[name: "answered"] = newValue ? true : nil }
    }

    /// The session of the agent that does the work, by its own name for it.
    package var agentSession: String? {
        get { self[name: "agent_session_id"]?.string }
        set { self[name: "agent_session_id"] = newValue.map(JSON.string) }
    }

    /// Whether its agent can go on in its own session when its process is gone.
    package var canGoOn: Bool { fields["resumable"]?.bool == true && agentSession != nil }

    /// The task asks: it is paused until it is answered. A further question waits behind the first.
    package mutating func ask(_ question: Question, at now: Timestamp) {
        questions.append(question)
        pause(at: now)
    }

    /// A person answers the question that comes next, or that one.
    ///
    /// - Returns: the question with its answer; `nil` where that is not open.
    package mutating func answer(
        _ words: String, to id: String? = nil, via: String, at now: Timestamp
    ) -> Question? {
        close(id, at: now) { question in
            question.answer = question.answer(meantBy: words)
            question.via = via
        }
    }

    /// Nobody answers that question any more.
    package mutating func giveUp(_ id: String, _ reason: String, at now: Timestamp) {
        _ = close(id, at: now) { $0.givenUp = reason }
    }

    private mutating func close(
        _ id: String?, at now: Timestamp, _ change: (inout Question) -> Void
    ) -> Question? {
        var all = questions
        guard let place = all.firstIndex(where: { $0.isOpen && (id == nil || $0.id == id) }) else {
            return nil
        }
        change(&all[place])
        all[place].closed = now
        questions = all
        if status == .paused { pause(at: self[time: .paused] ?? now) }
        return all[place]
    }

    /// Shows the question that comes next; where there is none the task may go on.
    private mutating func pause(at now: Timestamp) {
        let next = openQuestion
        status = .paused
        self[text: .pausedQuestion] = next?.text
        self[time: .paused] = now
        isAnswered = next == nil
    }

    /// A slot is there: what was answered goes on.
    package mutating func goOn() {
        guard status == .paused, isAnswered else { return }
        status = .running
        isAnswered = false
        self[text: .pausedQuestion] = nil
        self[time: .paused] = nil
    }
}
