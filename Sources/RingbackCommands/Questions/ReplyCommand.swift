internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

extension Ringback {
    /// What the courier calls when somebody has answered where it showed the question.
    static let reply = Command<CommandContext>(
        "reply", summary: "Take the answer to a notice",
        arguments: [
            Argument("ASK", "What was asked, as JSON"), Argument("ANSWER", "What was answered"),
        ],
        options: [Option("--via", value: "CHANNEL", "The way that it came")], isHidden: true,
        hasOptionsFirst: true
    ) { invocation, context in
        guard let ask = try? Ask(JSON.parse(Array(invocation.arguments[0].utf8))) else {
            throw UsageError("ASK is not what a notice asks")
        }
        switch ask.asker {
        case .task(let folder, let id, let question):
            guard let location = StoreLocation(named: folder, context.paths, folder: "/") else {
                throw UsageError("ASK names no store")
            }
            let store = context.taskStore(location)
            let runner = context.runner(Bell(context))
            let answered: Question?
            do throws(SystemError) {
                answered = try runner.answer(
                    invocation.arguments[1], to: question, of: id, in: store,
                    via: PlainText.line(invocation.value("--via") ?? "notice", limit: 40))
            } catch {
                // Not too late, but not taken either: EX_TEMPFAIL.
                throw Failure("\(error)", exitCode: 75)
            }
            if answered != nil { return 0 }
            context.output.line(try AnswerTaken.text(question, of: id, in: store))
            return 1
        case .permission:
            context.output.line("No longer asked")
            return 1
        }
    }
}
