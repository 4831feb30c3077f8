internal import LosslessJSON

extension TaskRecord {
    /// The task that an event speaks of first.
    package static func created(by change: TaskChange, at now: Timestamp) -> TaskRecord? {
        guard TaskID.isValid(change.id), change.move != .sessionEnded else { return nil }
        var record = TaskRecord(id: change.id, status: .running, created: now)
        record[time: .started] = now
        return record
    }

    /// The one place where a task's state changes by what an agent tells.
    ///
    /// The first terminal state stands: later events add what is missing, and no more. But a task
    /// that has ended runs again when it begins under another prompt than those it ran under, and an
    /// end that was only inferred gives way to one that was told.
    package mutating func apply(_ change: TaskChange, at now: Timestamp) -> TaskTransition {
        let isNewRun = change.run.map { !runs.contains($0) } ?? false
        let wasResumed = status.isTerminal && isNewRun && !runs.isEmpty
        if let run = change.run, isNewRun { runs.append(run) }
        defer { if change.details["background"]?.bool == true { isBackground = true } }
        switch change.move {
        case .observe:
            fill(change.details)
            return .none
        case .begin:
            fill(change.details)
            guard wasResumed else { return .none }
            resume(at: now)
            return .resumed
        case .end(let end):
            let isNews = !status.isTerminal || (wasResumed && says(anew: end))
            if isNews {
                finish(end, at: now)
            } else if self[text: .endedBy] != nil, !end.isInferred {
                let completed = self[time: .completed]
                finish(end, at: completed ?? now)
            } else {
                fill(["result": .text(end.result)])
            }
            fill(change.details)
            return isNews ? .ended : .none
        case .sessionEnded:
            if !status.isTerminal { self[time: .sessionEnded] = now }
            return .none
        }
    }

    private func says(anew end: TaskEnd) -> Bool {
        guard let result = end.result, !result.isEmpty else { return false }
        return result != self[text: .result]
    }

    private mutating func resume(at now: Timestamp) {
        status = .running
        self[time: .started] = now
        for name in ["completed_at", "error", "exit_code", "ended_by", "duration_ms"] {
            self[name: name] = nil
        }
    }

    private mutating func finish(_ end: TaskEnd, at now: Timestamp) {
        status = end.status
        self[time: .completed] = now
        self[text: .result] = end.result ?? self[text: .result]
        self[text: .error] = end.error
        self[text: .endedBy] = end.isInferred ? "absence" : nil
        exitCode = end.exitCode
    }
}
