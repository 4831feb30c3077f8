import LosslessJSON
import RingbackModel
import Testing

@Suite struct TaskEndTests {
    private let early = Timestamp(milliseconds: 1000)
    private let late = Timestamp(milliseconds: 9000)

    private func running() -> TaskRecord {
        TaskRecord(id: "t", status: .running, created: Timestamp(milliseconds: 0))
    }

    private func end(_ end: TaskEnd, _ details: JSONObject = [:]) -> TaskChange {
        TaskChange(id: "t", move: .end(end), details: details)
    }

    @Test func `an end keeps what was said of it`() {
        var record = running()
        let told = TaskEnd(.failed, result: "half", error: "Exit code 3", exitCode: 3)
        #expect(record.apply(end(told, ["duration_ms": 1500]), at: early) == .ended)
        #expect(record[text: .result] == "half")
        #expect(record[text: .error] == "Exit code 3")
        #expect(record.exitCode == 3)
        #expect(record.seconds == 1.5)
        #expect(record[text: .endedBy] == nil)
    }

    @Test func `an end that was inferred gives way to one that is told, in silence`() {
        var record = running()
        #expect(record.apply(end(TaskEnd(.completed, isInferred: true)), at: early) == .ended)
        #expect(record[text: .endedBy] == "absence")
        let told = TaskEnd(.failed, error: "Exit code 3", exitCode: 3)
        #expect(record.apply(end(told), at: late) == .none)
        #expect(record.status == .failed)
        #expect(record.exitCode == 3)
        #expect(record[text: .endedBy] == nil)
        #expect(record[time: .completed] == early)
        #expect(record.ends == 1)
    }

    @Test func `an end that was told stands against what is inferred, and what is told later`() {
        var record = running()
        #expect(
            record.apply(end(TaskEnd(.cancelled, error: "Stopped by Claude")), at: early) == .ended)
        let before = record
        #expect(record.apply(end(TaskEnd(.completed, isInferred: true)), at: late) == .none)
        #expect(record.apply(end(TaskEnd(.failed, error: "late", exitCode: 9)), at: late) == .none)
        #expect(record == before)
    }

    @Test func `a later telling adds a result that is missing, and no more`() {
        var record = running()
        _ = record.apply(end(TaskEnd(.completed)), at: early)
        #expect(record.apply(end(TaskEnd(.failed, result: "late", error: "e")), at: late) == .none)
        #expect(record.status == .completed)
        #expect(record[text: .result] == "late")
        #expect(record[text: .error] == nil)
        #expect(record[time: .completed] == early)
    }

    @Test func `a run that begins anew forgets the end before, and keeps its words`() {
        var record = running()
        _ = record.apply(TaskChange(id: "t", move: .begin, run: "one"), at: early)
        let told = TaskEnd(.failed, result: "half", error: "Exit code 3", exitCode: 3)
        _ = record.apply(end(told, ["duration_ms": 5]), at: early)
        #expect(record.apply(TaskChange(id: "t", move: .begin, run: "two"), at: late) == .resumed)
        #expect(record.status == .running)
        #expect(record.runs == ["one", "two"])
        #expect(record[text: .result] == "half")
        #expect(record[text: .error] == nil && record.exitCode == nil && record.seconds == nil)
        #expect(record[time: .started] == late && record[time: .completed] == nil)
        #expect(record.apply(end(TaskEnd(.completed, result: "all")), at: late) == .ended)
        #expect(record.ends == 2)
    }

    @Test func `a begin that comes after the end of the only run does not resume it`() {
        var record = running()
        _ = record.apply(end(TaskEnd(.completed, result: "r")), at: early)
        #expect(record.apply(TaskChange(id: "t", move: .begin, run: "one"), at: late) == .none)
        #expect(record.status == .completed)
        #expect(record.runs == ["one"])
    }

    @Test func `a good-bye of the session is noted on what still runs`() {
        var record = running()
        #expect(record.apply(TaskChange(id: "t", move: .sessionEnded), at: early) == .none)
        #expect(record[time: .sessionEnded] == early)
        var ended = running()
        _ = ended.apply(end(TaskEnd(.completed)), at: early)
        _ = ended.apply(TaskChange(id: "t", move: .sessionEnded), at: late)
        #expect(ended[time: .sessionEnded] == nil)
    }

    @Test func `what was once seen in the background stays there`() {
        var record = running()
        _ = record.apply(
            TaskChange(id: "t", move: .observe, details: ["background": true]), at: early)
        _ = record.apply(end(TaskEnd(.completed), ["background": false]), at: early)
        #expect(record.isBackground == true)
        var other = running()
        _ = other.apply(end(TaskEnd(.completed), ["background": false]), at: early)
        #expect(other.isBackground == false)
        _ = other.apply(TaskChange(id: "t", move: .begin, details: ["background": true]), at: late)
        #expect(other.isBackground == true)
    }
}
