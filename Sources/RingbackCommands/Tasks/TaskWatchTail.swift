internal import RingbackModel
internal import RingbackSystem
internal import TaskStore

/// What a running task has written last.
enum TaskWatchTail {
    /// So much of the end of its output is looked at, in bytes.
    private static let limit = 4096

    /// The last line that is not blank, fit to be shown; empty where there is none.
    static func line(_ store: TaskStore, _ record: TaskRecord) -> String {
        let path = store.location.output(record.id)
        guard let tail = try? FileSystem.readTail(path, limit: limit) else { return "" }
        // Where the beginning is missing, the first line is none.
        let start = tail.isWhole ? 0 : tail.bytes.firstIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let text = PlainText.clean(
            String(decoding: tail.bytes[start...], as: UTF8.self), limit: .max)
        let last = text.split(separator: "\n").last { !$0.allSatisfy(\.isWhitespace) }
        return PlainText.line(String(last ?? ""), limit: 500)
    }
}
