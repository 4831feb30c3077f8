internal import RingbackModel
internal import RingbackSystem
internal import TaskStore

/// The tasks as people read them: status, age, id, who, what; and how far those are that say so.
struct TaskTable {
    private let context: CommandContext
    private let tasks: [(store: TaskStore, record: TaskRecord)]

    init(_ context: CommandContext, _ tasks: [(store: TaskStore, record: TaskRecord)]) {
        self.context = context
        self.tasks = tasks
    }

    private static let head = ["STATUS", "AGE", "ID", "WHO", "WHAT", "PROGRESS"]
    /// The columns that a cell takes at most, of those before WHAT.
    private static let widest = [18, 18, 20, 18]

    /// The table, or a line that says that there is nothing.
    var text: String {
        guard !tasks.isEmpty else { return "No tasks yet.\n" }
        var rows = tasks.map { cells($0.record) }
        let widths = widths(rows)
        for (row, task) in tasks.enumerated() {
            rows[row][5] = progress(task.record, room: widths[5])
        }
        let head = line(Self.head.map { ($0, nil) }, widths)
        var lines = [context.output.styled(head, .dim)]
        for (row, task) in zip(rows, tasks) {
            var cells: [(String, Output.Style?)] = row.map { ($0, nil) }
            cells[0].1 = task.record.status.style
            lines.append(line(cells, widths))
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func progress(_ record: TaskRecord, room: Int = .max) -> String {
        TaskCells(record, at: context.now())
            .progress(bar: TaskColumns.bar(context.output.columns), room: room)
    }

    private func cells(_ record: TaskRecord) -> [String] {
        let now = context.now()
        let cells = TaskCells(record, at: now)
        let age =
            record.status.isTerminal
            ? TaskSpan.short(now.seconds(since: record.moment)) : cells.elapsed
        let who = record[text: .agent] ?? record[text: .source] ?? record[text: .type] ?? ""
        return [
            record.status.rawValue, age, record.id, PlainText.line(who, limit: 18), record.title,
            progress(record),
        ]
    }

    /// The columns of each cell; 0 for one that stands in no row.
    private func widths(_ rows: [[String]]) -> [Int] {
        var widths = Self.head.indices.map { column in
            rows.map { DisplayWidth.of($0[column]) }.max() ?? 0
        }
        for (column, most) in Self.widest.enumerated() {
            widths[column] = max(min(widths[column], most), Self.head[column].utf8.count)
        }
        let rest = max(10, context.output.columns - widths[..<4].reduce(0) { $0 + $1 + 2 })
        (widths[4], widths[5]) = TaskColumns.split(
            rest, title: widths[4], progress: widths[5],
            bar: TaskColumns.bar(context.output.columns))
        return widths
    }

    private func line(_ cells: [(text: String, style: Output.Style?)], _ widths: [Int]) -> String {
        var line = ""
        var gap = 0
        for (cell, width) in zip(cells, widths) where width > 0 {
            let text = DisplayWidth.cut(cell.text, columns: width)
            if !text.isEmpty {
                line += String(repeating: " ", count: gap)
                line += cell.style.map { context.output.styled(text, $0) } ?? text
                gap = 0
            }
            gap += width - DisplayWidth.of(text) + 2
        }
        return line
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

extension TaskStatus {
    /// What stands for it where there is no room for the word.
    var sign: String {
        switch self {
        case .pending: "·"
        case .running: ">"
        case .paused: "?"
        case .completed: "+"
        case .failed: "!"
        case .cancelled: "-"
        }
    }
}

extension String {
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
