internal import RingbackSystem
internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import TaskStore

extension Ringback {
    static let idArgument = Argument("ID", "The task, by its id or the begin of it")

    static let taskStatus = taskCommand(
        "status", summary: "Show all that is known of a task", arguments: [idArgument]
    ) { invocation, context in
        let (store, record) = try invocation.task(invocation.arguments[0], context)
        if invocation.wantsJSON(context) {
            context.output.json(.object(store.shown(record)))
        } else {
            context.output.write(TaskSheet(context, store, record).text)
        }
        return 0
    }
}

/// A task as people read it: one fact a line, then what it gave.
struct TaskSheet {
    let context: CommandContext
    let store: TaskStore
    let record: TaskRecord

    init(_ context: CommandContext, _ store: TaskStore, _ record: TaskRecord) {
        self.context = context
        self.store = store
        self.record = record
    }

    var text: String {
        let output = context.output
        var text = output.styled(record.title, .bold) + "\n"
        for (name, value) in facts where !value.isEmpty {
            let shown =
                name == "Status"
                ? output.styled(value, record.status.style) : PlainText.line(value, limit: 400)
            text += "  " + output.styled(name.padded(to: 13), .dim) + shown + "\n"
        }
        for (name, value) in [("Prompt", record[text: .prompt]), ("Result", record[text: .result])]
        {
            guard let value else { continue }
            text +=
                "\n" + output.styled(name, .dim) + "\n" + PlainText.clean(value, limit: 100_000)
                + "\n"
        }
        return text
    }

    private var facts: [(String, String)] {
        let now = context.now()
        func ago(_ time: Timestamp?) -> String {
            time.map { $0.text() + " (" + PlainText.duration(now.seconds(since: $0)) + " ago)" }
                ?? ""
        }
        return [
            ("Status", record.status.rawValue), ("Id", record.id),
            ("Store", store.location.name(context.paths)),
            (
                "Who",
                [record[text: .source], record[text: .agent]].compactMap(\.self).joined(
                    separator: " ")
            ),
            ("Command", record[text: .command] ?? ""),
            ("Folder", record[text: .cwd].map(context.paths.abbreviate) ?? ""),
            ("Session", record[text: .sessionID] ?? ""),
            ("Variables", record.variables.map { $0.name + "=***" }.joined(separator: " ")),
            ("Started", ago(record[time: .started])), ("Ended", ago(record[time: .completed])),
            ("Took", record.status.isTerminal ? record.seconds.map(PlainText.duration) ?? "" : ""),
            ("Asks", record[text: .pausedQuestion] ?? ""),
            ("Error", record[text: .error] ?? ""),
            ("Exit code", record.exitCode.map(String.init) ?? ""),
            ("Signal", record[name: "signal"]?.int.map(String.init) ?? ""),
            ("Processor", record[name: "cpu_seconds"]?.double.map { "\($0) s" } ?? ""),
            ("Memory", record[name: "peak_memory"]?.int.map { "\($0 >> 20) MiB at most" } ?? ""),
            ("Turns", record[name: "turns"]?.int.map(String.init) ?? ""),
            ("Stops after", record.timeout.map(PlainText.duration) ?? ""),
            ("After", record.after.joined(separator: ", ")),
            ("Retry of", record[text: .retryOf] ?? ""),
            ("Goes on from", record[text: .follows] ?? ""),
            (
                "Process",
                record.status == .running
                    ? Client(record[name: "process"]).map { String($0.pid) } ?? "" : ""
            ),
            ("Output", TaskOutputFile.path(of: record, in: store) ?? ""),
        ]
    }
}
