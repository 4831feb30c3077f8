import AgentHooks
import Foundation
import LosslessJSON
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

/// Sessions of the live client, told in any order.
@Suite struct RecordedOrderTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../EndToEndTests/Fixtures/live").standardized

    /// Those in which no agent is resumed: between two runs the order does count.
    static let sessions = [
        "four-at-once", "four-slow", "four-streamed", "foreground-subagent",
        "foreground-beside-background",
        "two-in-foreground", "shell-exit-3", "shell-killed", "shell-terminated",
        "shell-ends-while-busy",
        "subagent-ends-while-busy", "subagent-fails", "stop-of-a-shell", "stop-of-a-subagent",
        "person-stops-a-subagent", "turn-fails-beside-a-subagent", "permission-beside-a-subagent",
    ]

    /// The changes of a session, in the order in which they were told.
    private func changes(_ session: String) throws -> [TaskChange] {
        let file = Self.folder.appending(path: session + ".jsonl")
        let text = try String(contentsOf: file, encoding: .utf8)
        return try text.split(separator: "\n").flatMap { line in
            let object = try #require(JSON.parse(String(line)).object)
            let event = try #require(EventDecoder.decode(object, agent: .claude, Environment([:])))
            return HookReaction.react(to: event, at: now).changes
        }
    }

    /// What becomes of the tasks, a line each.
    private func tell(_ changes: [TaskChange]) -> [String] {
        var records: [String: TaskRecord] = [:]
        var news: [String: Int] = [:]
        for change in changes {
            guard var record = records[change.id] ?? TaskRecord.created(by: change, at: now) else {
                continue
            }
            if record.apply(change, at: now) == .ended { news[change.id, default: 0] += 1 }
            records[change.id] = record
        }
        return records.values.map { record in
            let details = [
                "description", "background", "type", "source", "exit_code", "duration_ms",
            ]
            .map { record[name: $0]?.text() ?? "-" }
            return """
                \(record.id) \(record.status) \(record[text: .result] ?? "-") \
                \(details.joined(separator: " ")) ended \(news[record.id] ?? 0) times
                """
        }.sorted()
    }

    @Test(arguments: sessions)
    func `a session leads to the same tasks in whatever order its events come`(_ session: String)
        throws
    {
        let changes = try changes(session)
        let told = tell(changes)
        try #require(!told.isEmpty)
        #expect(told.allSatisfy { $0.hasSuffix("ended 1 times") })
        for seed in 0..<50 as Range<UInt64> {
            var random = SeededRandom(seed)
            let again = changes.filter { _ in Bool.random(using: &random) }
            #expect(tell((changes + again).shuffled(using: &random)) == told, "seed \(seed)")
        }
    }
}
