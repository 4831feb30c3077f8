internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskStore

extension Ringback {
    static let taskOutput = taskCommand(
        "output", summary: "Show what a task has written", arguments: [idArgument]
    ) { invocation, context in
        let (store, record) = try invocation.task(invocation.arguments[0], context)
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

    /// The file that holds it: the store's own, else the agent's; `nil` where there is none.
    static func path(of record: TaskRecord, in store: TaskStore) -> String? {
        let own = [
            store.location.output(record.id), record[name: "progress"]?["outputFile"]?.string,
            record[text: .outputFile],
        ]
        return own.compactMap(\.self).first { FileSystem.status($0)?.isRegularFile == true }
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
