internal import RingbackModel
internal import RingbackSystem
internal import TaskStore

/// What stands on the screen of `list --watch`: values in, lines out.
struct TaskWatchFrame {
    typealias Task = (store: TaskStore, record: TaskRecord)

    /// From the top; they fit the screen.
    private(set) var lines: [String] = []
    private let now: Timestamp
    private let columns: Int
    private let rows: Int
    private let output: Output
    private let widths: Widths

    /// - Parameter lastLine: what a running task has written last; empty: nothing.
    init(
        _ listing: TaskListing, at now: Timestamp, columns: Int, rows: Int, output: Output,
        lastLine: (TaskStore, TaskRecord) -> String
    ) {
        self.now = now
        self.columns = columns
        self.rows = rows
        self.output = output
        let work = TaskWatchOrder.atWork(listing.tasks)
        let ended = Array(TaskWatchOrder.ended(listing.tasks).prefix(rows))
        widths = Widths(
            work.prefix(rows).map { ($0.task.record, $0.place) } + ended.map { ($0.record, nil) },
            ids: listing.tasks.map(\.record.id), columns: columns, at: now)
        lines.append(header(listing))
        if isRoomy { lines.append("") }
        add(work, lastLine)
        if isRoomy, !work.isEmpty, lines.count < rows { lines.append("") }
        for task in ended.prefix(max(0, rows - lines.count)) { lines.append(row(task.record)) }
        lines.removeLast(max(0, lines.count - rows))
    }

    /// Whether there are rows enough for some to stay empty.
    private var isRoomy: Bool { rows >= 10 }

    private func line() -> TaskWatchLine { TaskWatchLine(columns: columns, output: output) }

    /// How many tasks there are of each kind.
    private func header(_ listing: TaskListing) -> String {
        var line = line()
        for status in [TaskStatus.running, .paused, .pending, .completed, .failed, .cancelled] {
            let count = listing.count(status)
            guard count > 0 else { continue }
            if line.used > 0 { line.add(" · ", .dim) }
            line.add("\(count) \(status.rawValue)", status.isTerminal ? .dim : .bold)
        }
        if line.used == 0 { line.add("No tasks yet.") }
        let hint = "q leaves"
        if columns - line.used > hint.utf8.count + 3 {
            line.add(hint, .dim, width: columns - 1 - line.used, isRight: true)
        }
        return line.text
    }

    /// The tasks at work, with what they say as far as there is room for it.
    private mutating func add(
        _ work: [(task: Task, place: Int?)], _ lastLine: (TaskStore, TaskRecord) -> String
    ) {
        let room = rows - lines.count
        var entries = work.prefix(room).map { task, place in
            let told = task.record.status == .running ? lastLine(task.store, task.record) : ""
            return [row(task.record, place)] + more(task.record) + said(task.record, told)
        }
        if work.count > room || entries.reduce(0, { $0 + $1.count }) > room {
            entries = entries.map { Array($0.prefix(1)) }
        }
        if work.count > room, room > 0 {
            entries.removeLast()
            var line = line()
            line.add("… \(work.count - entries.count) more at work", .dim)
            entries.append([line.text])
        }
        lines += entries.joined()
    }

    /// A task's line.
    private func row(_ record: TaskRecord, _ place: Int? = nil) -> String {
        let cells = TaskCells(record, at: now)
        var line = line()
        if widths.isNarrow {
            line.add(record.status.sign, record.status.style)
        } else {
            line.add(cells.status(place), record.status.style, width: widths.status)
            line.skip(1)
        }
        line.skip(1)
        line.add(cells.elapsed, width: widths.elapsed, isRight: true)
        line.skip(widths.isNarrow ? 1 : 2)
        if widths.id > 0 {
            line.add(String(record.id.prefix(widths.id)), .dim, width: widths.id)
            line.skip(2)
        }
        if widths.isNarrow, let place { line.add("#\(place) ", record.status.style) }
        line.add(record.title, width: widths.title)
        if widths.progress > 0 {
            line.skip(2)
            line.add(
                cells.note(bar: TaskColumns.bar(columns), room: widths.progress),
                record.status.isTerminal ? .dim : nil)
        }
        return line.text
    }

    /// What a narrow screen has no room for beside it.
    private func more(_ record: TaskRecord) -> [String] {
        let bar = min(8, max(3, columns - 12))
        let progress = TaskCells(record, at: now).progress(bar: bar)
        guard widths.isNarrow, !progress.isEmpty else { return [] }
        var line = line()
        line.skip(2)
        line.add(progress)
        return [line.text]
    }

    /// What a task said last: its output, or what it asks.
    private func said(_ record: TaskRecord, _ told: String) -> [String] {
        let question = PlainText.line(record[text: .pausedQuestion] ?? "", limit: 500)
        let text = record.status == .paused ? question : told
        guard !text.isEmpty else { return [] }
        var line = line()
        line.skip(widths.isNarrow ? 2 : widths.status + 2)
        line.add(text, .dim)
        return [line.text]
    }
}

extension TaskWatchFrame {
    /// The columns of each cell; 0 for one that is left out.
    private struct Widths {
        var isNarrow: Bool
        var status = 0
        var elapsed = 0
        var id = 0
        var title: Int
        var progress = 0

        init(
            _ shown: [(record: TaskRecord, place: Int?)], ids: [String], columns: Int,
            at now: Timestamp
        ) {
            let cells = shown.map { (TaskCells($0.record, at: now), $0.place) }
            func widest(_ text: (TaskCells, Int?) -> String) -> Int {
                cells.map { DisplayWidth.of(text($0.0, $0.1)) }.max() ?? 0
            }
            isNarrow = columns < 60
            elapsed = max(5, widest { cells, _ in cells.elapsed })
            id = columns < 40 ? 0 : min(widest { cells, _ in cells.record.id }, Self.prefix(ids))
            title = columns
            guard !isNarrow else { return }
            // As wide as `pending #1`: so nothing moves when a task leaves the queue.
            status = max(10, widest { $0.status($1) })
            let bar = TaskColumns.bar(columns)
            let rest = columns - 1 - status - elapsed - id - 6
            (title, progress) = TaskColumns.split(
                rest, title: widest { cells, _ in cells.record.title },
                progress: widest { cells, _ in cells.note(bar: bar) }, bar: bar)
        }

        /// So much of an id tells one task from the others; 8 at least, 20 at most.
        private static func prefix(_ ids: [String]) -> Int {
            let sorted = ids.sorted()
            let shared = zip(sorted, sorted.dropFirst()).map { one, other in
                zip(one, other).prefix { $0 == $1 }.count
            }
            return min(20, max(8, (shared.max() ?? 0) + 1))
        }
    }
}
