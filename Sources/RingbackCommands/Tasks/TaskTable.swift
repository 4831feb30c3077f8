internal import RingbackModel
internal import TaskStore

/// The tasks as people read them: status, age, id, who, what.
struct TaskTable {
    private let context: CommandContext
    private let tasks: [(store: TaskStore, record: TaskRecord)]

    init(_ context: CommandContext, _ tasks: [(store: TaskStore, record: TaskRecord)]) {
        self.context = context
        self.tasks = tasks
    }

    /// The table, or a line that says that there is nothing.
    var text: String {
        guard !tasks.isEmpty else { return "No tasks yet.\n" }
        let head = ["STATUS", "AGE", "ID", "WHO", "WHAT"]
        let rows = tasks.map { cells($0.record) }
        let widths = head.indices.map { column in
            min(rows.map { $0[column].count }.max() ?? 0, column == 2 ? 20 : 18)
        }
        var lines = [context.output.styled(line(head, head, widths), .dim)]
        for (row, task) in zip(rows, tasks) {
            var shown = row
            shown[0] = context.output.styled(
                row[0].padded(to: max(widths[0], 6)), task.record.status.style)
            lines.append(line(shown, row, widths))
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func cells(_ record: TaskRecord) -> [String] {
        let age = context.now().seconds(since: record.moment)
        let who = record[text: .agent] ?? record[text: .source] ?? record[text: .type] ?? ""
        return [
            record.status.rawValue, Self.short(age), record.id, PlainText.line(who, limit: 18),
            record.title,
        ]
    }

    /// - Parameter plain: the same cells without colours, which tell the widths.
    private func line(_ cells: [String], _ plain: [String], _ widths: [Int]) -> String {
        var line = ""
        var used = 0
        for column in cells.indices.dropLast() {
            let width = max(widths[column], ["STATUS", "AGE", "ID", "WHO"][column].count)
            let cell = PlainText.cut(plain[column], limit: width)
            line += cells[column] == plain[column] ? cell.padded(to: width) : cells[column]
            line += "  "
            used += width + 2
        }
        return line
            + PlainText.cut(plain[cells.count - 1], limit: max(10, context.output.columns - used))
    }

    /// `12s`, `5m`, `3h`, `2d`: what fits a column.
    private static func short(_ seconds: Double) -> String {
        switch seconds {
        case ..<60: "\(Int(max(0, seconds)))s"
        case ..<3600: "\(Int(seconds / 60))m"
        case ..<86400: "\(Int(seconds / 3600))h"
        case ..<(86400 * 9999): "\(Int(seconds / 86400))d"
        default: "-"
        }
    }
}

extension TaskStatus {
    /// The colour that tells a status at a glance.
    var style: Output.Style {
        switch self {
        case .pending: .dim
        case .running: .blue
        case .paused: .yellow
        case .completed: .green
        case .failed: .red
        case .cancelled: .magenta
        }
    }
}

extension String {
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
