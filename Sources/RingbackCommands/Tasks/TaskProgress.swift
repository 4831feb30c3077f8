internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskStore

extension Ringback {
    /// Called from within scripts, whose output is the task's own: it says nothing, but for errors,
    /// and those to stderr.
    static let taskProgress: Command<CommandContext> = Command(
        "progress", summary: "Say from inside a task how far it is",
        discussion: "'ringback list --watch' shows it. Without TEXT the last one stays.",
        arguments: [
            Argument("PERCENT", "0 to 100, or '-' where that is not known"),
            Argument(
                "TEXT", "What it is doing, in a line; '' takes the last one away",
                isOptional: true, isRepeating: true),
        ],
        options: [
            Option("--task", value: "ID", "Another task than the one that this runs in"),
            storeOption,
        ]
    ) { invocation, context in
        let progress = try Progress(invocation.arguments)
        let (store, record) = try invocation.taskAround(context)
        try context.report(progress, of: record.id, in: store)
        return 0
    }
}

/// What a task says of how far it is.
struct Progress {
    /// `nil`: it does not say.
    var percent: Int?
    /// `nil`: the last one stays.
    var message: String?

    /// So much of a message is kept, in characters.
    private static let longestMessage = 500

    init(percent: Int?, message: String?) {
        self.percent = percent
        self.message = message.map { PlainText.line($0, limit: Self.longestMessage) }
    }

    init(_ words: [String]) throws(UsageError) {
        let text = words.dropFirst().joined(separator: " ")
        self.init(percent: try Self.percent(words[0]), message: words.count > 1 ? text : nil)
    }

    private static func percent(_ word: String) throws(UsageError) -> Int? {
        if word == "-" { return nil }
        let number = (word.hasSuffix("%") ? word.dropLast() : word[...])
            .drop(while: \.isWhitespace).trimmingEnd()
        let isPlain = number.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
        guard isPlain, let value = Double(number), (0...100).contains(value) else {
            throw UsageError(
                "PERCENT can't be '\(word)'; allowed: a number from 0 to 100, or '-'")
        }
        return Int(value)
    }

    func add(to record: inout TaskRecord, at now: Timestamp) {
        let time = JSON.string(now.text())
        var progress = record[name: "progress"]?.object ?? ["toolCalls": 0]
        progress["lastUpdate"] = time
        if let percent { progress["percent"] = .integer(percent) }
        if let message {
            progress["lastMessage"] = message.isEmpty ? nil : .string(message)
            progress["lastMessageAt"] = message.isEmpty ? nil : time
        }
        record[name: "progress"] = .object(progress)
    }
}

extension Substring {
    fileprivate func trimmingEnd() -> Substring {
        var text = self
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}

extension Invocation {
    /// The task that is named, else the one that this process runs in.
    func taskAround(_ context: CommandContext) throws -> (
        store: TaskStore, record: TaskRecord
    ) {
        if let id = value("--task") { return try task(id, context) }
        return try context.ownTask(self)
    }
}

extension CommandContext {
    /// The task that this process runs in.
    ///
    /// - Throws: ``Failure`` where it runs in none.
    func ownTask(
        _ invocation: Invocation = Invocation()
    ) throws -> (store: TaskStore, record: TaskRecord) {
        guard let id = environment["RINGBACK_TASK_ID"] else {
            throw Failure("not inside a task: RINGBACK_TASK_ID is not set; name one by --task ID")
        }
        let found = try invocation.task(id, self)
        // Here the begin of an id means nothing.
        guard found.record.id == id else {
            throw Failure("Task not found: \(PlainText.line(id, limit: 128))")
        }
        return found
    }

    /// Writes how far a task is.
    func report(_ progress: Progress, of id: String, in store: TaskStore) throws {
        let bell = Bell(self)
        let now = now()
        let status = try store.change(
            at: now, waiting: Self.patience, announce: { bell.announce($0, in: store) }
        ) { transaction throws(SystemError) -> TaskStatus? in
            guard var record = try transaction.record(id) else { return nil }
            guard !record.status.isTerminal else { return record.status }
            progress.add(to: &record, at: now)
            try transaction.put(record)
            return record.status
        }
        bell.wake()
        guard let status else { throw Failure("Task not found: \(id)") }
        guard !status.isTerminal else {
            throw Failure("task \(id) has ended: it is \(status.rawValue)")
        }
    }
}
