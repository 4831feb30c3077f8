internal import LosslessJSON
internal import RingbackModel
internal import TaskStore

/// What a person is told of a task's questions.
enum QuestionAlerts {
    /// That it asks.
    static func asks(
        _ task: TaskRecord, _ question: Question, _ store: TaskStore, at now: Timestamp
    ) -> Alert {
        let text = PlainText.cut(PlainText.clean(question.text, limit: 8000), limit: 600)
        var alert = alert(
            .question, "Task '\(task.title)' asks", text, task, question, store, source: "ask",
            at: now)
        alert.ask = Ask(
            .task(store: store.location.folder, id: task.id, question: question.id),
            options: question.options, takesText: true)
        return alert
    }

    /// That it need not be answered any more: takes the place of the question.
    static func settled(
        _ task: TaskRecord, _ question: Question, _ store: TaskStore, at now: Timestamp
    ) -> Alert {
        let answer = question.answer.map { "Answered: \(PlainText.line($0, limit: 120))" }
        var alert = alert(
            .message, answer ?? "No longer asked: \(question.givenUp ?? "")",
            PlainText.line(question.text, limit: 200), task, question, store, source: "answer",
            at: now)
        alert.urgency = .low
        return alert
    }

    private static func alert(
        _ kind: Alert.Kind, _ title: String, _ body: String, _ task: TaskRecord,
        _ question: Question, _ store: TaskStore, source: String, at now: Timestamp
    ) -> Alert {
        let name = "question/\(store.location.folder)/\(task.id)/\(question.id)"
        var alert = Alert(
            kind, title: title, body: body, key: "\(name)/\(source)", source: source,
            group: name, created: now, origin: Origin(task[name: "origin"]))
        alert.agent = task[text: .with].flatMap(Agent.init)
        alert.session = task[text: .sessionID]
        alert.task = task.id
        alert.record = store.location.record(task.id)
        alert.folder = task[text: .cwd]
        return alert
    }
}
