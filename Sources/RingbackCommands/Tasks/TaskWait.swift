internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

extension Ringback {
    static let taskWait = taskCommand(
        "wait", summary: "Wait for tasks to end, and exit with their exit code",
        discussion: """
            Exits with the code of the task; of several, with that of the first, in the order given, \
            that did not complete. 124: --timeout was over. 128 and more: a signal ended it. A task \
            that was cancelled counts as 130, one that failed otherwise as 1.
            """,
        arguments: [idsArgument],
        options: [
            Option("--all", "All tasks that wait or run now"),
            Option("--any", "Until one of them has ended"),
            Option("--timeout", short: "-t", value: "TIME", "Wait at most that long: 90, 5m, 2h"),
        ]
    ) { invocation, context in
        let tasks = try invocation.tasks(context)
        let deadline = try invocation.duration("--timeout")
            .map { Deadline(milliseconds: Int(min($0, 1e9) * 1000)) }
        let bell = Bell(context)
        let hasEnded = try context.runner(bell).wait(
            for: tasks.map { ($0.store, $0.record.id) }, all: !invocation.has("--any"),
            until: deadline, isLast: true)
        let records = try tasks.map { try $0.store.record($0.record.id) ?? $0.record }
        let ended = records.filter(\.status.isTerminal)
        if invocation.wantsJSON(context) {
            context.output.json([
                "ended": hasEnded ? true : false,
                "tasks": .array(
                    zip(tasks, records).map { task, record in
                        [
                            "id": .string(record.id),
                            "status": .string(task.store.location.layout.word(for: record.status)),
                            "exit_code": record.exitCode.map { .integer($0) } ?? .null,
                            "result": .text(record[text: .result]),
                            "error": .text(record[text: .error]),
                        ]
                    }),
            ])
        } else {
            for record in ended {
                context.output.line(
                    context.output.styled(
                        record.status.rawValue.padded(to: 10), record.status.style)
                        + record.id + "  " + record.title)
            }
        }
        guard hasEnded else { return 124 }
        return ended.lazy.map(\.codeForShell).first { $0 != 0 } ?? 0
    }
}

extension TaskRecord {
    /// The exit code by which a shell is told how it ended.
    var codeForShell: Int32 {
        switch status {
        case .completed: return 0
        case .cancelled: return 130
        default: break
        }
        if let code = exitCode, code != 0 { return Int32(clamping: code) }
        if let signal = self[name: "signal"]?.int { return Int32(clamping: 128 + signal) }
        return 1
    }
}
