internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

extension Ringback {
    /// `ringback answer`.
    static let answer = taskCommand(
        "answer", summary: "Show what tasks ask, and answer it",
        discussion: """
            Without ANSWER it shows the questions and reads the answer, a line, from the terminal. An \
            option can be given by its number.
            """,
        arguments: [
            Argument("ID", "The task, by its id or the begin of it", isOptional: true),
            Argument("ANSWER", "What to tell it", isOptional: true, isRepeating: true),
        ]
    ) { invocation, context in
        let words = invocation.arguments.dropFirst().joined(separator: " ")
        if !words.isEmpty {
            return try resume(invocation.arguments[0], words, invocation, context)
        }
        var open = try openQuestions(invocation, context)
        if invocation.wantsJSON(context) {
            context.output.json(
                .array(
                    open.map { task in
                        [
                            "taskId": .string(task.record.id),
                            "question": task.question.json,
                        ]
                    }))
            return 0
        }
        if open.isEmpty {
            context.output.line("Nobody asks anything.")
            return 0
        }
        while let task = open.first {
            open.removeFirst()
            context.output.write(text(of: task.record, task.question, context))
            context.output.write("> ")
            guard let line = readLine() else { return 0 }
            guard !line.allSatisfy(\.isWhitespace) else { continue }
            try answer(line, to: task, context)
        }
        return 0
    }

    private typealias OpenQuestion = (store: TaskStore, record: TaskRecord, question: Question)

    /// What is asked, oldest first; of one task, where one is named.
    private static func openQuestions(
        _ invocation: Invocation, _ context: CommandContext
    ) throws -> [OpenQuestion] {
        if let id = invocation.argument(0) {
            let (store, record) = try invocation.task(id, context)
            guard let question = record.openQuestion else {
                throw Failure("Task \(record.id): not found or not paused.")
            }
            return [(store, record, question)]
        }
        return try invocation.stores(context).flatMap { store in
            store.activeRecords().filter { $0.status == .paused }.compactMap { task in
                let record = (try? store.record(task.id)) ?? nil
                return record.flatMap { record in
                    record.openQuestion.map { (store, record, $0) }
                }
            }
        }.sorted { $0.question.asked < $1.question.asked }
    }

    private static func text(
        of record: TaskRecord, _ question: Question, _ context: CommandContext
    ) -> String {
        let output = context.output
        let age = PlainText.duration(context.now().seconds(since: question.asked))
        var text =
            output.styled(PlainText.line(record.title, limit: 80), .bold) + "  "
            + output.styled("\(record.id), \(age) ago", .dim) + "\n"
            + PlainText.clean(question.text, limit: 20_000) + "\n"
        for (place, option) in question.options.enumerated() {
            text +=
                "  " + output.styled("\(place + 1)", .cyan) + "  "
                + PlainText.line(option, limit: 200) + "\n"
        }
        return text
    }

    private static func answer(
        _ line: String, to task: OpenQuestion, _ context: CommandContext
    ) throws {
        let runner = context.runner(Bell(context))
        let answered = try runner.answer(
            line, to: task.question.id, of: task.record.id, in: task.store, via: "terminal")
        context.output.line(
            answered != nil
                ? "Task \(task.record.id) resumed."
                : try AnswerTaken.text(task.question.id, of: task.record.id, in: task.store))
    }

    /// `task ID resume ANSWER…`, as Octo says it.
    static func resume(
        _ id: String, _ words: String, _ invocation: Invocation, _ context: CommandContext
    ) throws -> Int32 {
        let shown = PlainText.line(id, limit: 130)
        let isDone: Bool
        do {
            let (store, record) = try invocation.task(id, context)
            let runner = context.runner(Bell(context))
            isDone = try runner.answer(words, of: record.id, in: store, via: "terminal") != nil
        } catch let failure as Failure where failure.description.hasPrefix("Task not found") {
            isDone = false
        }
        context.output.line(
            isDone ? "Task \(shown) resumed." : "Task \(shown): not found or not paused.")
        return isDone ? 0 : 1
    }
}

/// What is said to somebody whose answer came too late.
enum AnswerTaken {
    static func text(_ question: String, of id: String, in store: TaskStore) throws -> String {
        let record = try store.record(id)
        let earlier = record?.questions.first { $0.id == question }
        if let answer = earlier?.answer {
            return "Already answered: \(PlainText.line(answer, limit: 120))"
        }
        return "No longer asked: \(earlier?.givenUp ?? "task \(id) is gone")"
    }
}
