package import LosslessJSON

/// What an event says of a task, before anyone has looked whether it is news.
///
/// Events come in any order, twice, and from several hooks at once: ``TaskRecord/applying(_:at:)``
/// makes of them the one story.
package struct TaskChange: Equatable, Sendable {
    package enum Move: Equatable, Sendable {
        /// It was seen at work: an unknown task is created, running.
        case observe
        /// It started to run. A task that has ended runs again, if this run is a new one.
        case begin
        /// It waited in the queue and runs now.
        case start
        case end(TaskEnd)
        /// Its session said good-bye. The client decides what becomes of the task.
        case sessionEnded
    }

    package var id: String
    package var move: Move
    /// Names the run that the event tells the begin of: the prompt or the call that began it.
    package var run: String?
    /// What the event knows of the task, under the names of ``TaskRecord``.
    package var details: JSONObject

    package init(id: String, move: Move, run: String? = nil, details: JSONObject = [:]) {
        self.id = id
        self.move = move
        self.run = run
        self.details = details
    }
}

/// How a task ended.
package struct TaskEnd: Equatable, Sendable {
    /// A terminal one.
    package var status: TaskStatus
    package var result: String?
    package var error: String?
    package var exitCode: Int?
    /// Nobody said so: the task was missing where it should have stood.
    package var isInferred: Bool
    /// The task's own last words: where they are others than those that are known, it has gone on
    /// since, and ended again.
    package var isOwnWords = false

    package init(
        _ status: TaskStatus, result: String? = nil, error: String? = nil, exitCode: Int? = nil,
        isInferred: Bool = false
    ) {
        self.status = status
        self.result = result
        self.error = error
        self.exitCode = exitCode
        self.isInferred = isInferred
    }
}

/// What became of a task by a change.
package enum TaskTransition: Equatable, Sendable {
    case created
    case started
    case resumed
    case ended
    /// Details were added, or nothing changed.
    case none
}
