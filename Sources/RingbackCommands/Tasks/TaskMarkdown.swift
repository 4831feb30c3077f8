internal import RingbackModel
internal import TaskStore

/// The tasks as a table in Markdown: what an agent shows its person. Short, whatever they gave.
struct TaskMarkdown {
    private let listing: TaskListing
    private let now: Timestamp
    /// More are only counted.
    private static let most = 20
    private static let longestResult = 100

    init(_ listing: TaskListing, at now: Timestamp) {
        self.listing = listing
        self.now = now
    }

    var text: String {
        guard !listing.tasks.isEmpty else { return "No tasks yet.\n" }
        // Those at work first; both parts newest first, as they are listed.
        let records = listing.tasks.map(\.record)
        let sorted = records.filter { !$0.status.isTerminal } + records.filter(\.status.isTerminal)
        var lines = ["| id | who | status | result |", "|---|---|---|---|"]
        for record in sorted.prefix(Self.most) {
            let cells = [record.id, who(record), status(record), result(record)]
            lines.append("| " + cells.map(Self.cell).joined(separator: " | ") + " |")
        }
        let rest = sorted.count - Self.most
        if rest > 0 { lines += ["", "… and \(rest) more."] }
        return lines.map { $0 + "\n" }.joined()
    }

    private func who(_ record: TaskRecord) -> String {
        record[text: .agent] ?? (record[text: .type] == "process" ? "shell" : "agent")
    }

    private func status(_ record: TaskRecord) -> String {
        let word = record.status.rawValue
        return record.status.isTerminal ? word : word + " " + TaskCells(record, at: now).elapsed
    }

    /// What it gave, or why it failed, or what it is about.
    private func result(_ record: TaskRecord) -> String {
        let ended = record.status == .completed ? record[text: .result] : record[text: .error]
        return record.status.isTerminal ? ended ?? record.title : record.title
    }

    private static func cell(_ text: String) -> String {
        PlainText.line(text, limit: longestResult).split(
            separator: "|", omittingEmptySubsequences: false
        ).joined(separator: "\\|")
    }
}
