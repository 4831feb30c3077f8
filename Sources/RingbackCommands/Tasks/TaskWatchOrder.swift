internal import RingbackModel
internal import TaskStore

/// In which order a watch shows tasks: none of them moves without need.
enum TaskWatchOrder {
    typealias Task = (store: TaskStore, record: TaskRecord)

    /// Those that run, those that wait for an answer, those that wait for a slot; each first come
    /// first. The last ones with their place in the queue of their store.
    static func atWork(_ tasks: [Task]) -> [(task: Task, place: Int?)] {
        func inOrder(_ status: TaskStatus, _ time: TaskRecord.TimeField) -> [Task] {
            tasks.filter { $0.record.status == status }.sorted { one, other in
                (one.record[time: time] ?? one.record.moment, one.record.id)
                    < (other.record[time: time] ?? other.record.moment, other.record.id)
            }
        }
        var waiting: [String: Int] = [:]
        let queue = inOrder(.pending, .queued).map { task -> (task: Task, place: Int?) in
            waiting[task.store.location.folder, default: 0] += 1
            return (task, waiting[task.store.location.folder])
        }
        return (inOrder(.running, .started) + inOrder(.paused, .paused)).map { ($0, nil) } + queue
    }

    /// Those that have ended, the last one first.
    static func ended(_ tasks: [Task]) -> [Task] {
        tasks.filter { $0.record.status.isTerminal }.sorted { one, other in
            (other.record[time: .completed] ?? other.record.moment, other.record.id)
                < (one.record[time: .completed] ?? one.record.moment, one.record.id)
        }
    }
}
