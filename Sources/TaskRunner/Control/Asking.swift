internal import Glibc
internal import LosslessJSON
package import RingbackModel
package import RingbackSystem
package import TaskStore

extension Runner {
    /// Lets a task ask its person: it is paused, its slot is free, the person is told.
    ///
    /// - Returns: the question, which waits for its answer.
    /// - Throws: ``TaskRequestError`` where the task does not run.
    package func ask(
        _ text: String, options: [String], of id: String, in store: TaskStore
    ) throws -> Question {
        var refusal = "Task not found: \(id)"
        let question = try change(store) { transaction throws(SystemError) -> Question? in
            guard var task = try transaction.record(id) else { return nil }
            guard task.status == .running || task.status == .paused else {
                refusal = "task \(id) does not run: it is \(task.status.rawValue)"
                return nil
            }
            let question = Question(
                id: "q\(task.questions.count + 1)", text: text, options: options,
                asked: transaction.now)
            task.ask(question, at: transaction.now)
            // As with an end: one that is told twice rings once, one that is not told never.
            put(QuestionAlerts.asks(task, question, store, at: transaction.now))
            try transaction.put(task)
            return question
        }
        guard let question else { throw TaskRequestError(refusal) }
        return question
    }

    /// Sleeps until a question is answered and its task has a slot again. SIGINT gives it up: whoever
    /// asked does not want to know any more. Whatever else ends this process leaves it open.
    ///
    /// - Returns: the question with its answer.
    /// - Throws: ``TaskRequestError`` with why there will be none.
    package func answer(
        to question: Question, of id: String, in store: TaskStore, until deadline: Deadline?
    ) throws -> Question {
        let watch = try FolderWatch()
        _ = try watch.add(store.location.folder, telling: .arrivals)
        let interrupt = try SignalSource([SIGINT])
        while true {
            let task = try store.record(id)
            let now = task?.questions.first { $0.id == question.id }
            if let task, task.status.isTerminal || now == nil {
                throw TaskRequestError("no answer: task \(id) is \(task.status.rawValue)")
            }
            guard let now else { throw TaskRequestError("no answer: task \(id) is gone") }
            if let why = now.givenUp { throw TaskRequestError("no answer: \(why)") }
            // A further question of the task's does not hold this answer back.
            if now.answer != nil, task?.isAnswered != true { return now }
            if deadline?.hasPassed == true, now.answer == nil {
                try giveUp(now, of: id, in: store, "the time was over")
                continue
            }
            if interrupt.next() != nil {
                try giveUp(now, of: id, in: store, "whoever asked has gone")
                continue
            }
            watch.wait(
                for: id + ".json", orFor: interrupt.descriptor,
                until: now.answer == nil ? deadline : nil)
        }
    }

    /// Takes an answer, if nobody was earlier.
    ///
    /// - Parameters:
    ///   - question: its id; `nil`: the one that comes next.
    ///   - via: by which way it came: `terminal`, `desktop`, …
    /// - Returns: the question with its answer; `nil` where the task is not paused, or that question
    ///   not open.
    package func answer(
        _ words: String, to question: String? = nil, of id: String, in store: TaskStore,
        via: String
    ) throws(SystemError) -> Question? {
        try change(store) { transaction throws(SystemError) -> Question? in
            guard var task = try transaction.record(id), task.status == .paused,
                let answered = task.answer(words, to: question, via: via, at: transaction.now)
            else { return nil }
            if task.supervisor == nil, task.isAnswered { goOn(&task, with: answered, in: store) }
            try transaction.put(task)
            put(QuestionAlerts.settled(task, answered, store, at: transaction.now))
            return answered
        }
    }

    /// An agent that ended to ask is started again in its own session, with the answer.
    private func goOn(_ task: inout TaskRecord, with answered: Question, in store: TaskStore) {
        guard let name = task[text: .with], let session = task.agentSession,
            let profile = settings(store.location).agent(named: name)
        else { return }
        let said = task.questions.filter { $0.answer != nil && $0.closed != nil }.last ?? answered
        let prompt = "You asked: \(said.text)\n\nThe answer: \(said.answer ?? "")"
        var argv = profile.resumeArguments(
            .init(
                prompt: prompt, model: task[text: .model],
                autonomy: task[text: .autonomy].flatMap(Autonomy.init), session: session))
        let saved = try? SavedEnvironment(of: task.id, in: store, paths).load()
        if let extra = saved?[ClaudeArguments.variable], let words = try? ClaudeArguments(extra) {
            argv = words.added(to: argv)
        }
        guard !argv.isEmpty else { return }
        task.argv = argv
        task.goOn()
        task.status = .pending
    }

    private func giveUp(
        _ question: Question, of id: String, in store: TaskStore, _ reason: String
    ) throws(SystemError) {
        try change(store) { transaction throws(SystemError) in
            guard var task = try transaction.record(id), !task.status.isTerminal else { return }
            task.giveUp(question.id, reason, at: transaction.now)
            try transaction.put(task)
            if let given = task.questions.first(where: { $0.id == question.id }) {
                put(QuestionAlerts.settled(task, given, store, at: transaction.now))
            }
        }
    }
}

extension FolderWatch {
    /// Waits until a file has come under its name, another descriptor has something to read, or the
    /// time is over.
    func wait(for name: String, orFor other: borrowing Descriptor, until deadline: Deadline?) {
        while deadline?.hasPassed != true {
            let ready = Readiness.wait(
                for: [descriptor.number, other.number],
                milliseconds: deadline.map { Int($0.milliseconds) })
            if ready[1] { return }
            if changes().contains(where: { $0.folder < 0 || $0.name == name }) { return }
        }
    }
}
