internal import LosslessJSON

extension TaskRecord {
    /// The task that an event speaks of first.
    package static func created(by change: TaskChange, at now: Timestamp) -> TaskRecord? {
        guard TaskID.isValid(change.id), change.move != .sessionEnded, change.move != .start else {
            return nil
        }
        var record = TaskRecord(id: change.id, status: .running, created: now)
        // Of a task that is known by its end alone nobody knows how long it ran.
        if case .end = change.move { return record }
        record[time: .started] = now
        return record
    }

    /// The one place where a task's state changes by what an agent tells.
    ///
    /// The first terminal state stands: later events add what is missing, and no more. But a task
    /// that has ended runs again when a run begins that is not known; it has ended again when it
    /// says something new at its end; and an end that was only inferred gives way to one that was
    /// told.
    package mutating func apply(_ change: TaskChange, at now: Timestamp) -> TaskTransition {
        let isNewRun = change.run.map { !runs.contains($0) } ?? false
        // The first begin that is told may come late: after the end.
        let runsAgain = status.isTerminal && isNewRun && !runs.isEmpty
        if let run = change.run, isNewRun { runs.append(run) }
        defer { if change.details["background"]?.bool == true { isBackground = true } }
        switch change.move {
        case .observe:
            fill(change.details)
            return .none
        case .begin:
            fill(change.details)
            guard runsAgain else { return .none }
            resume(at: now)
            return .resumed
        case .start:
            guard status == .pending else { return .none }
            status = .running
            self[time: .started] = now
            fill(change.details)
            return .started
        case .end(let end):
            if staysPaused(at: end, change.details) { return .none }
            let isNews = !status.isTerminal || saysMore(end)
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

    /// Whether its process is gone, and its question still stands: an agent that ended to ask, or
    /// was killed while it did, goes on in its session when it is answered.
    private mutating func staysPaused(at end: TaskEnd, _ details: JSONObject) -> Bool {
        guard status == .paused, end.status != .cancelled else { return false }
        fill(["agent_session_id": details["agent_session_id"] ?? .null])
        guard canGoOn else { return false }
        supervisor = nil
        self[name: "process"] = nil
        return true
    }

    private func saysMore(_ end: TaskEnd) -> Bool {
        guard end.isOwnWords, let result = end.result, let known = self[text: .result] else {
            return false
        }
        return !result.isEmpty && result != known
    }

    private mutating func resume(at now: Timestamp) {
        // Without a count of its own, a record counts by its status.
        let known = ends
        status = .running
        ends = known
        self[time: .started] = now
        for name in ["completed_at", "error", "exit_code", "ended_by", "duration_ms"] {
            self[name: name] = nil
        }
    }

    private mutating func finish(_ end: TaskEnd, at now: Timestamp) {
        ends += self[text: .endedBy] == nil ? 1 : 0
        for question in questions where question.isOpen {
            giveUp(question.id, "the task has ended", at: now)
        }
        self[text: .pausedQuestion] = nil
        self[time: .paused] = nil
        isAnswered = false
        status = end.status
        self[time: .completed] = now
        self[text: .result] = end.result ?? self[text: .result]
        self[text: .error] = end.error
        self[text: .endedBy] = end.isInferred ? "absence" : nil
        exitCode = end.exitCode
    }
}
