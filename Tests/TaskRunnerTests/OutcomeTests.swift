import LosslessJSON
import RingbackModel
import RingbackSystem
import Testing

@testable import TaskRunner

/// The words are those of Octo's background workers.
@Suite struct OutcomeTests {
    private func task(_ type: String = "process") -> TaskRecord {
        var task = TaskRecord(id: "t", status: .running, created: Timestamp(milliseconds: 0))
        task[text: .type] = type
        return task
    }

    private func ended(_ code: Int?, signal: Int? = nil) -> ProcessEnding {
        ProcessEnding(
            pid: 1, exitCode: code, signal: signal, processorSeconds: 0.1234, peakMemory: 4096)
    }

    private func end(_ outcome: Supervision.Outcome, of task: TaskRecord) -> TaskEnd? {
        guard case .end(let end) = outcome.change(of: task).move else { return nil }
        return end
    }

    @Test(
        "a program's result is its stdout, then its stderr",
        arguments: [
            ("hi", "", "hi"), ("", "", "(no output)"), ("hi", "err", "hi\n\n[stderr]\nerr"),
            ("", "err", "(no output)\n\n[stderr]\nerr"),
        ])
    func results(output: String, error: String, result: String) {
        let outcome = Supervision.Outcome(ending: ended(0), output: output, error: error)
        #expect(end(outcome, of: task())?.status == .completed)
        #expect(end(outcome, of: task())?.result == result)
    }

    @Test(
        "a failure says its code and what stands on stderr; the result keeps stdout",
        arguments: [(3, "", "Exit code 3"), (3, "err", "Exit code 3\nerr")])
    func failures(code: Int, error: String, words: String) {
        let outcome = Supervision.Outcome(ending: ended(code), output: "out", error: error)
        let end = end(outcome, of: task())
        #expect(end?.status == .failed)
        #expect(end?.error == words)
        #expect(end?.result == "out")
        #expect(end?.exitCode == code)
    }

    @Test("a signal is told as a negative code, and by itself")
    func signals() {
        let outcome = Supervision.Outcome(ending: ended(nil, signal: 9), output: "", error: "")
        let change = outcome.change(of: task())
        #expect(end(outcome, of: task())?.error == "Exit code -9")
        #expect(change.details["signal"] == 9)
        #expect(change.details["cpu_seconds"]?.double == 0.123)
        #expect(change.details["peak_memory"] == 4096)
    }

    @Test("a timeout says its time")
    func timeout() {
        let outcome = Supervision.Outcome(
            ending: ended(nil, signal: 15), stop: .timedOut(2), output: "", error: "")
        #expect(end(outcome, of: task())?.error == "Timed out after 2s")
    }

    @Test("what somebody wanted stopped was cancelled, whatever stopped it")
    func cancelled() {
        var task = task()
        task[time: .cancelRequested] = Timestamp(milliseconds: 1)
        let outcome = Supervision.Outcome(
            ending: ended(nil, signal: 15), stop: .asked, output: "", error: "")
        #expect(end(outcome, of: task)?.status == .cancelled)
    }

    @Test("an agent that exits with 0 and says that it failed has failed")
    func hiddenError() {
        let outcome = Supervision.Outcome(
            ending: ended(0), output: #"{"is_error":true,"result":"no credit"}"#, error: "")
        let end = end(outcome, of: task("agent"))
        #expect(end?.status == .failed)
        #expect(end?.error == "no credit")
    }

    @Test("what could not begin says why")
    func startFailure() {
        let outcome = Supervision.Outcome(
            ending: ended(127), startFailure: "Permission denied", output: "", error: "")
        #expect(end(outcome, of: task())?.error == "Could not start: Permission denied")
    }
}
