internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

extension Ringback {
    static let taskOutput = taskCommand(
        "output", summary: "Show what a task has written", arguments: [idArgument],
        options: [
            Option(
                "--follow", short: "-f",
                "Show it as it comes, until the task has ended; exits with its exit code")
        ]
    ) { invocation, context in
        let (store, record) = try invocation.task(invocation.arguments[0], context)
        if invocation.has("--follow") {
            return try TaskFollowing(context, store, record.id).run()
        }
        let output = try TaskOutputFile.content(of: record, in: store)
        guard invocation.wantsJSON(context) else {
            guard let output else {
                throw Failure(
                    "task \(record.id) has no output \(record.status.isTerminal ? "" : "yet")")
            }
            // What a task wrote must not command the terminal.
            let text = PlainText.clean(String(decoding: output, as: UTF8.self), limit: .max)
            context.output.write(text.hasSuffix("\n") ? text : text + "\n")
            return 0
        }
        var answer: JSONObject = [
            "taskId": .string(record.id),
            "output": .text(output.map { String(decoding: $0, as: UTF8.self) }),
            "status": .string(store.location.layout.word(for: record.status)),
        ]
        if output == nil {
            answer["error"] = .string("Output file not found: \(store.location.output(record.id))")
        }
        context.output.json(.object(answer))
        return 0
    }
}

/// Where a task's output lies.
enum TaskOutputFile {
    /// More is not shown, in bytes: the end counts.
    private static let largest = 64 << 20

    /// The file that holds it; `nil` where there is none.
    static func path(of record: TaskRecord, in store: TaskStore) -> String? {
        store.outputFile(of: record)
    }

    /// What it has written; an agent's answer, where the only file there is its transcript.
    static func content(of record: TaskRecord, in store: TaskStore) throws -> [UInt8]? {
        let answer = record[text: .result].map { Array($0.utf8) }
        guard let path = path(of: record, in: store) else { return answer }
        if let answer, record[text: .type] == "agent", path == record[text: .outputFile] {
            return answer
        }
        return try FileSystem.readTail(path, limit: largest)?.bytes ?? answer
    }
}
