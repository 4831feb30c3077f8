import LosslessJSON
import RingbackModel
import TestSupport
import Testing

/// Hooks run at once, and events come twice: whatever their order, they tell one story.
@Suite struct EventOrderTests {
    private struct Story {
        var record: TaskRecord?
        var transitions: [TaskTransition] = []

        mutating func tell(_ change: TaskChange, at milliseconds: Int64) {
            let now = Timestamp(milliseconds: milliseconds)
            guard var record = record ?? TaskRecord.created(by: change, at: now) else { return }
            transitions.append(record.apply(change, at: now))
            self.record = record
        }

        /// What stands in the record but for the times, which are those of the telling.
        var facts: [String] {
            let times = Set(TaskRecord.TimeField.allCases.map(\.rawValue))
            return (record?.fields.members ?? []).filter { !times.contains($0.key) }
                .map { "\($0.key)=\($0.value.text())" }.sorted()
        }
    }

    private static func end(_ status: TaskStatus, _ result: String?, own: Bool = false)
        -> TaskChange.Move
    {
        var end = TaskEnd(status, result: result)
        end.isOwnWords = own
        return .end(end)
    }

    /// The events of one run of a subagent in the background.
    private static func subagent(_ run: String, said: String) -> [TaskChange] {
        [
            TaskChange(id: "a", move: .begin, run: run, details: ["agent": "explorer"]),
            TaskChange(
                id: "a", move: .begin, run: run,
                details: ["description": "Find auth", "background": true, "tool_use_id": "t1"]),
            TaskChange(
                id: "a", move: .observe, details: ["description": "Find auth", "background": true]),
            TaskChange(
                id: "a", move: end(.completed, said, own: true), details: ["background": true]),
            TaskChange(
                id: "a", move: end(.completed, said),
                details: ["tool_use_id": "t1", "duration_ms": 1220, "background": true]),
        ]
    }

    /// The events of a shell in the background that fails.
    private static let shell: [TaskChange] = [
        TaskChange(
            id: "a", move: .begin, run: "p", details: ["command": "make", "background": true]),
        TaskChange(id: "a", move: .observe, details: ["command": "make", "type": "process"]),
        TaskChange(id: "a", move: .begin, run: "p", details: ["type": "process"]),
        TaskChange(
            id: "a", move: .end(TaskEnd(.failed, error: "Exit code 3", exitCode: 3)),
            details: ["output_file": "/tmp/o"]),
    ]

    private static let doubtful: [TaskChange] = [
        TaskChange(id: "a", move: .end(TaskEnd(.completed, isInferred: true))),
        TaskChange(id: "a", move: .sessionEnded),
    ]

    /// The events in any order, some of them twice.
    private static func shuffled(_ changes: [TaskChange], _ random: inout SeededRandom)
        -> [TaskChange]
    {
        let again = changes.filter { _ in Bool.random(using: &random) }
        return (changes + again).shuffled(using: &random)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `the events of one run lead to one end in any order`(_ seed: UInt64) {
        var random = SeededRandom(seed)
        for events in [Self.subagent("p", said: "First answer: 3."), Self.shell] {
            var plain = Story()
            for (place, event) in events.enumerated() { plain.tell(event, at: Int64(place)) }
            var story = Story()
            let all = Self.shuffled(events + Self.doubtful, &random)
            for (place, event) in all.enumerated() { story.tell(event, at: Int64(place) * 1000) }
            #expect(story.facts == plain.facts)
            #expect(story.transitions.count { $0 == .ended } == 1)
            #expect(!story.transitions.contains(.resumed))
            #expect(story.record?.ends == 1)
        }
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `a second run ends once more, and once only`(_ seed: UInt64) {
        var random = SeededRandom(seed)
        var story = Story()
        var clock: Int64 = 0
        for event in Self.shuffled(Self.subagent("p1", said: "First."), &random) {
            clock += 1000
            story.tell(event, at: clock)
        }
        // The call that resumes an agent and the agent's own start name the run differently.
        let begins =
            Self.subagent("p2", said: "Second.").prefix(2)
            + [TaskChange(id: "a", move: .begin, run: "call", details: ["background": true])]
        let ends = Self.subagent("p2", said: "Second.").suffix(2)
        for event in Self.shuffled(Array(begins), &random) + Self.shuffled(Array(ends), &random) {
            clock += 1000
            story.tell(event, at: clock)
        }
        #expect(story.record?.status == .completed)
        #expect(story.record?[text: .result] == "Second.")
        #expect(story.record?.ends == 2)
        #expect(story.transitions.count { $0 == .ended } == 2)
        #expect(story.transitions.count { $0 == .resumed } == 1)
    }
}
