import LosslessJSON
import RingbackModel
import Testing

/// What a task asks, and what becomes of it.
@Suite struct QuestionTests {
    private var task = TaskRecord(
        id: "t", status: .running, created: Timestamp(milliseconds: 0))

    private func question(_ id: String, _ options: [String] = []) -> Question {
        Question(id: id, text: "\(id)?", options: options, asked: moment(1))
    }

    private func moment(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: seconds * 1000) }

    @Test mutating func `it is paused until all is answered, and goes on when a slot is there`() {
        task.ask(question("q1"), at: moment(1))
        task.ask(question("q2"), at: moment(2))
        #expect(task.status == .paused)
        #expect(task[text: .pausedQuestion] == "q1?")
        #expect(task.answer("a", via: "desktop", at: moment(3))?.id == "q1")
        #expect(task[text: .pausedQuestion] == "q2?")
        #expect(!task.isAnswered)
        task.goOn()
        #expect(task.status == .paused, "one is open")
        #expect(task.answer("b", to: "q2", via: "desktop", at: moment(4))?.answer == "b")
        #expect(task.status == .paused)
        #expect(task.isAnswered)
        task.goOn()
        #expect(task.status == .running)
        #expect(task[text: .pausedQuestion] == nil)
        #expect(task.questions.map(\.answer) == ["a", "b"], "the history stays")
    }

    @Test mutating func `an answered question is not answered again`() {
        task.ask(question("q1"), at: moment(1))
        _ = task.answer("yes", to: "q1", via: "desktop", at: moment(2))
        #expect(task.answer("no", to: "q1", via: "telegram", at: moment(3)) == nil)
        #expect(task.questions[0].answer == "yes")
        #expect(task.questions[0].via == "desktop")
    }

    @Test(arguments: [
        ("2", "us"), (" 1 ", "eu"), ("EU", "eu"), ("3", "3"), ("0", "0"), ("neither", "neither"),
        ("", ""), ("-1", "-1"),
    ])
    func `an option is meant by its number or its text`(words: String, answer: String) {
        #expect(question("q", ["eu", "us"]).answer(meantBy: words) == answer)
    }

    @Test mutating func `an end gives up what is open`() {
        task.ask(question("q1"), at: moment(1))
        let end = TaskEnd(.failed, error: "Exit code 1")
        #expect(task.apply(TaskChange(id: "t", move: .end(end)), at: moment(2)) == .ended)
        #expect(task.status == .failed)
        #expect(task.openQuestion == nil)
        #expect(task.questions[0].givenUp == "the task has ended")
        #expect(task[text: .pausedQuestion] == nil)
    }

    @Test mutating func `an agent that can go on in its session stays paused when it is gone`() {
        task[name: "resumable"] = true
        task.supervisor = Client(pid: 1, start: 2, boot: "b")
        task.ask(question("q1"), at: moment(1))
        let end = TaskChange(
            id: "t", move: .end(TaskEnd(.completed, result: "Asked.")),
            details: ["agent_session_id": "s"])
        #expect(task.apply(end, at: moment(2)) == .none)
        #expect(task.status == .paused)
        #expect(task.agentSession == "s")
        #expect(task.supervisor == nil)
        let cancel = TaskChange(id: "t", move: .end(TaskEnd(.cancelled)))
        #expect(task.apply(cancel, at: moment(3)) == .ended)
    }

    @Test mutating func `it is kept in its file as it is`() {
        task.ask(question("q1", ["a", "b"]), at: moment(1))
        _ = task.answer("a", via: "terminal", at: moment(2))
        let question = task.questions[0]
        #expect(Question(question.json) == question)
    }
}
