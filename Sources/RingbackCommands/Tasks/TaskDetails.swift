internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

extension Ringback {
    /// `ringback task ID …`: Octo's `/task`.
    static let task = taskCommand(
        "task", summary: "Show a task with its output, cancel it, answer it, or go on from it",
        discussion: """
            task ID: what is known of it, and what it has written. task ID cancel: stops it. \
            task ID resume ANSWER…: answers what it asks. task ID followup TEXT…: a new agent task that is given the old prompt, result and error.
            """,
        arguments: [
            idArgument, Argument("VERB", "cancel, resume or followup", isOptional: true),
            Argument(
                "TEXT", "The answer, or what is to be done now", isOptional: true, isRepeating: true
            ),
        ],
        options: [
            Option("--with", value: "PROGRAM", "Which agent goes on; else the one of the task")
        ]
    ) { invocation, context in
        let id = invocation.arguments[0]
        switch invocation.argument(1) {
        case nil: return try showDetails(of: id, invocation, context)
        case "cancel":
            guard invocation.arguments.count == 2 else {
                throw UsageError("cancel takes nothing behind it")
            }
            return try cancelTask(id, invocation, context)
        case "resume":
            let answer = invocation.arguments.dropFirst(2).joined(separator: " ")
            guard !answer.isEmpty else {
                throw UsageError("ANSWER is missing: task ID resume ANSWER…")
            }
            return try resume(id, answer, invocation, context)
        case "followup": return try followUp(id, invocation, context)
        case let verb?:
            let verbs = ["cancel", "resume", "followup"]
            throw UsageError(
                "unknown verb '\(PlainText.line(verb, limit: 40))'"
                    + Spelling.hint(for: verb, in: verbs)
                    + "; allowed: cancel, resume ANSWER…, followup TEXT…")
        }
    }

    private static func showDetails(
        of id: String, _ invocation: Invocation, _ context: CommandContext
    ) throws -> Int32 {
        let (store, record) = try invocation.task(id, context)
        let output = try TaskOutputFile.content(of: record, in: store)
        guard !invocation.wantsJSON(context) else {
            var object = store.shown(record)
            object["output"] = .text(output.map { String(decoding: $0, as: UTF8.self) })
            context.output.json(.object(object))
            return 0
        }
        var text = TaskSheet(context, store, record).text
        if let output, !output.isEmpty {
            text +=
                "\n" + context.output.styled("Output", .dim) + "\n"
                + PlainText.clean(String(decoding: output, as: UTF8.self), limit: .max)
        }
        context.output.write(text.hasSuffix("\n") ? text : text + "\n")
        return 0
    }

    /// As Octo says it: what is not found is not cancellable either.
    private static func cancelTask(
        _ id: String, _ invocation: Invocation, _ context: CommandContext
    ) throws -> Int32 {
        let bell = Bell(context)
        let isDone: Bool
        do {
            let (store, record) = try invocation.task(id, context)
            isDone = try context.runner(bell).cancel(record.id, in: store)
        } catch let failure as Failure where failure.description.hasPrefix("Task not found") {
            isDone = false
        }
        let shown = PlainText.line(id, limit: 130)
        context.output.line(
            isDone ? "Task \(shown) cancelled." : "Task \(shown): not found or not cancellable.")
        return isDone ? 0 : 1
    }

    private static func followUp(
        _ id: String, _ invocation: Invocation, _ context: CommandContext
    ) throws -> Int32 {
        let (store, old) = try invocation.task(id, context)
        let text = invocation.arguments.dropFirst(2).joined(separator: " ")
        guard !text.allSatisfy(\.isWhitespace) else {
            throw UsageError("TEXT is missing: task ID followup TEXT…")
        }
        let folder = old[text: .cwd] ?? context.folder
        let request = AgentRequest(
            with: invocation.value("--with") ?? old[text: .with],
            prompt: FollowUpPrompt.text(of: old, then: text),
            agent: old[text: .with] == nil ? nil : old.role, model: old[text: .model],
            autonomy: old[text: .autonomy], source: "followup")
        var launch = try request.launch(
            in: store.location,
            folder: FileSystem.status(folder)?.isFolder == true ? folder : context.folder, context)
        launch.details["description"] = .string(PlainText.line(text, limit: 200))
        launch.details["follows"] = .string(old.id)
        return try dispatch(launch, in: store, invocation, context)
    }
}

/// The prompt of a task that goes on from another one.
enum FollowUpPrompt {
    /// So much of the old result is given on, in characters.
    private static let longestResult = 8000

    static func text(of old: TaskRecord, then text: String) -> String {
        let parts = [
            ("The task before this one was", old[text: .prompt] ?? old[text: .command]),
            ("Its result was", old[text: .result].map { PlainText.cut($0, limit: longestResult) }),
            ("It ended with this error", old[text: .error]),
            ("Now do this", text),
        ]
        return parts.compactMap { title, text in text.map { "\(title):\n\($0)" } }
            .joined(separator: "\n\n")
    }
}

extension TaskRecord {
    /// The role that an agent was given; `nil`: none.
    fileprivate var role: String? {
        let name = self[text: .agent]
        return name == self[text: .with] ? nil : name
    }
}
