internal import LosslessJSON
internal import RingbackModel
internal import TaskStore

/// What tables say of a task, cell by cell.
struct TaskCells {
    let record: TaskRecord
    let now: Timestamp

    init(_ record: TaskRecord, at now: Timestamp) {
        self.record = record
        self.now = now
    }

    /// `running`, `pending #2`.
    ///
    /// - Parameter place: in the queue.
    func status(_ place: Int?) -> String {
        record.status.rawValue + (place.map { " #\($0)" } ?? "")
    }

    /// What stands behind its title: how far it is, or when and why it ended.
    ///
    /// - Parameters: those of ``progress(bar:room:)``.
    func note(bar: Int, room: Int = .max) -> String {
        guard record.status.isTerminal else { return progress(bar: bar, room: room) }
        let error = record.status == .failed ? record[text: .error] ?? "" : ""
        return [ended, PlainText.line(error, limit: 80)].filter { !$0.isEmpty }.joined(
            separator: " ")
    }

    /// `21:40`, or `2d ago`; empty: it is not known.
    private var ended: String {
        guard let time = record[time: .completed] else { return "" }
        let age = now.seconds(since: time)
        guard age < 86400 else { return TaskSpan.short(age) + " ago" }
        let (hour, minute) = time.localMinutesOfDay.quotientAndRemainder(dividingBy: 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }

    /// How long it has run, or waited, or took; to the second where it runs.
    var elapsed: String {
        switch record.status {
        case .running: TaskSpan.exact(seconds(since: record[time: .started]))
        case .paused: TaskSpan.coarse(seconds(since: record[time: .paused]))
        case .pending: TaskSpan.coarse(seconds(since: record[time: .queued]))
        case .completed, .failed, .cancelled: record.seconds.map(TaskSpan.exact) ?? "-"
        }
    }

    /// In whole seconds of the clock, so that all tasks tick at once.
    private func seconds(since start: Timestamp?) -> Double {
        let start = start ?? record.moment
        return Double(now.milliseconds / 1000 - start.milliseconds / 1000)
    }

    /// How much is done, from 0 to 100; `nil`: it did not say, or does not run.
    var percent: Int? {
        guard record.status == .running || record.status == .paused,
            let told = record[name: "progress"]?["percent"]?.double, told.isFinite
        else { return nil }
        return Int(min(100, max(0, told)))
    }

    /// What it last said of its progress; empty: nothing.
    var message: String {
        guard !record.status.isTerminal else { return "" }
        return PlainText.line(record[name: "progress"]?["lastMessage"]?.string ?? "", limit: 500)
    }

    /// `████████░░░░  40 % tests`; empty: it did not say.
    ///
    /// - Parameters:
    ///   - bar: the columns of the bar.
    ///   - room: the columns of all; what is said is left out where nothing of it could be read.
    func progress(bar width: Int, room: Int = .max) -> String {
        guard let percent else { return message }
        // Full only when all is done.
        let full = percent == 100 ? width : min(width - 1, (percent * width + 50) / 100)
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
        let number = String(repeating: " ", count: 3 - String(percent).count) + "\(percent) %"
        let hasRoom = room - TaskColumns.number - width > Self.shortestMessage
        return message.isEmpty || !hasRoom ? bar + " " + number : "\(bar) \(number) \(message)"
    }

    /// So much of a message is worth showing, in columns.
    private static let shortestMessage = 5
}
