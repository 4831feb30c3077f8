internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

extension Ringback {
    /// `ringback ask`: called from within a task.
    static let ask = Command<CommandContext>(
        "ask", summary: "Ask the person from inside a task, and wait for the answer",
        discussion: """
            The task is paused until somebody answers, and its slot is free meanwhile. Prints the \
            answer; exits with 1, and says why, where there will be none. It is answered by 'ringback \
            answer', 'ringback task ID resume ANSWER', or on the notification.
            """,
        arguments: [Argument("QUESTION", "What you want to know", isRepeating: true)],
        options: [
            Option("--option", short: "-o", value: "TEXT", "An answer to choose; may be repeated"),
            Option("--timeout", short: "-t", value: "TIME", "Give up after so long: 90, 5m, 2h"),
            Option("--task", value: "ID", "Another task than the one that this runs in"),
            storeOption, jsonOption,
        ]
    ) { invocation, context in
        let text = invocation.arguments.joined(separator: " ")
        guard !text.allSatisfy(\.isWhitespace) else { throw UsageError("QUESTION is empty") }
        guard text.utf8.count <= longestQuestion else {
            throw Failure("the question has \(text.utf8.count) bytes; at most \(longestQuestion)")
        }
        let options = (invocation.options["--option"] ?? []).map { PlainText.line($0, limit: 200) }
        let deadline = try invocation.duration("--timeout")
            .map { Deadline(milliseconds: Int(min($0, 1e9) * 1000)) }
        do {
            let (store, record) = try invocation.taskAround(context)
            let runner = context.runner(Bell(context))
            let question = try runner.ask(text, options: options, of: record.id, in: store)
            let answered = try runner.answer(
                to: question, of: record.id, in: store, until: deadline)
            if invocation.has("--json") {
                context.output.json([
                    "answer": .text(answered.answer), "via": .text(answered.via),
                ])
            } else {
                context.output.line(answered.answer ?? "")
            }
            return 0
        } catch let error as TaskRequestError {
            guard invocation.has("--json") else { throw Failure(error.description) }
            context.output.json(["error": .string(error.description)])
            return 1
        }
    }

    /// In bytes; what is shown of it is less.
    private static let longestQuestion = 256 << 10
}
