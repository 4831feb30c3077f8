internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem

extension Supervision.Outcome {
    /// What the record is told of it.
    ///
    /// - Parameter task: as it stands in its record now: somebody may have wanted it stopped.
    func change(of task: TaskRecord) -> TaskChange {
        let answer = task[text: .type] == "agent" ? AgentAnswer(output) : nil
        var end: TaskEnd
        if let startFailure {
            end = TaskEnd(.failed, error: "Could not start: \(startFailure)")
        } else if let stop {
            end = self.end(of: task, stoppedFor: stop)
        } else {
            end = ownEnd(answer)
        }
        end.result = result(answer, task, end)
        end.exitCode = ending?.exitCode
        var details = answer?.details ?? [:]
        if let ending {
            // Also where the task has said before that it is over.
            details["exit_code"] = ending.exitCode.map { .integer($0) }
            details["signal"] = ending.signal.map { .integer($0) }
            details["cpu_seconds"] = .number(String(ending.processorSeconds.rounded(to: 3)))
            details["peak_memory"] = .integer(ending.peakMemory)
        }
        details["output_error"] = .text(outputProblem)
        details.dropNulls()
        return TaskChange(id: task.id, move: .end(end), details: details)
    }

    /// The end of a task that nobody has stopped.
    private func ownEnd(_ answer: AgentAnswer?) -> TaskEnd {
        guard let code = ending?.exitCode else {
            return TaskEnd(.failed, error: withError("Exit code -\(ending?.signal ?? 0)"))
        }
        if code != 0 {
            let why = answer?.isError == true ? "\n" + (answer?.text ?? "") : ""
            return TaskEnd(.failed, error: withError("Exit code \(code)") + why)
        }
        // A program may say so and exit with 0.
        guard let answer, answer.isError else { return TaskEnd(.completed) }
        return TaskEnd(.failed, error: answer.text.isEmpty ? "The agent failed" : answer.text)
    }

    private func withError(_ text: String) -> String { error.isEmpty ? text : text + "\n" + error }

    private func end(of task: TaskRecord, stoppedFor stop: Supervision.Stop) -> TaskEnd {
        let remnant = isGone ? "" : "; some of its processes could not be killed"
        if task[time: .cancelRequested] != nil {
            return TaskEnd(.cancelled, error: "Cancelled" + remnant)
        }
        switch stop {
        case .asked:
            return TaskEnd(.failed, error: "Stopped: its supervisor was told to end" + remnant)
        case .timedOut(let seconds):
            return TaskEnd(
                .failed, error: "Timed out after \(JSON.seconds(seconds).text())s" + remnant)
        case .guardGone: return TaskEnd(.failed, error: "Lost: its supervisor was killed" + remnant)
        }
    }

    /// What the task gave: an agent's answer; else its stdout, and where all went well its stderr.
    private func result(_ answer: AgentAnswer?, _ task: TaskRecord, _ end: TaskEnd) -> String? {
        if let answer { return answer.text }
        if task[text: .type] == "agent" || end.status != .completed {
            return output.isEmpty ? nil : output
        }
        let text = output.isEmpty ? "(no output)" : output
        return error.isEmpty ? text : text + "\n\n[stderr]\n" + error
    }
}

extension Double {
    fileprivate func rounded(to digits: Int) -> Double {
        var factor = 1.0
        for _ in 0..<digits { factor *= 10 }
        return (self * factor).rounded() / factor
    }
}
