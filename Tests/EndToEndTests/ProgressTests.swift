import Foundation
import LosslessJSON
import TestSupport
import Testing

/// `progress`, as the scripts within tasks call it.
@Suite struct ProgressTests {
    private let home: EndToEndHome
    private let inside: [String: String]

    init() throws {
        home = try EndToEndHome()
        inside = [
            "RINGBACK_TASK_ID": "r1", "RINGBACK_STORE": home.folder(EndToEndHome.store),
        ]
        try home.put("r1", "running", ["command": "make", "progress": ["toolCalls": 7]])
        try home.put("r12", "running", ["command": "make"])
        try home.put("e1", "completed", ["command": "make"])
    }

    private var progress: JSON? { home.record("r1")?["progress"] }

    @Test func `says nothing and notes what it is told`() throws {
        let outcome = try home.call(["progress", "40", "unit", "tests"], inside).run()
        #expect(outcome.isSilentSuccess)
        #expect(progress?["percent"] == 40)
        #expect(progress?["lastMessage"] == "unit tests")
        #expect(progress?["toolCalls"] == 7)
        #expect(progress?["lastUpdate"]?.string?.hasSuffix("Z") == true)
        #expect(progress?["lastMessageAt"] == progress?["lastUpdate"])
        #expect(home.record("r1")?["command"] == "make")
        let listed = try home.answer("list")["tasks"]?.array?.first { $0["id"] == "r1" }
        #expect(listed?["progress"] == progress)
        #expect(home.faults().isEmpty)
    }

    @Test func `what is not told stays`() throws {
        _ = try home.call(["progress", "40", "tests"], inside).run()
        #expect(try home.call(["progress", "60"], inside).run().isSilentSuccess)
        #expect(progress?["percent"] == 60 && progress?["lastMessage"] == "tests")
        #expect(try home.call(["progress", "-", "lint"], inside).run().isSilentSuccess)
        #expect(progress?["percent"] == 60 && progress?["lastMessage"] == "lint")
        #expect(try home.call(["progress", "-", ""], inside).run().isSilentSuccess)
        #expect(progress?["percent"] == 60 && progress?["lastMessage"] == nil)
    }

    @Test(arguments: [("0", 0), ("100", 100), ("40%", 40), ("40 %", 40), ("99.9", 99), ("007", 7)])
    func `takes percents as people write them`(_ word: String, _ percent: Int) throws {
        #expect(try home.call(["progress", word], inside).run().isSilentSuccess)
        #expect(progress?["percent"] == .integer(percent))
    }

    @Test(arguments: ["101", "-1", "many", "", "%", "1e1", "0x10", "nan", "4O", "１０", "40,5", "."])
    func `takes nothing else`(_ word: String) throws {
        let outcome = try home.call(["progress", word], inside).run()
        #expect(outcome.exitCode == 64)
        #expect(outcome.output.isEmpty && outcome.errorText.hasPrefix("ringback: "))
        #expect(progress == ["toolCalls": 7])
    }

    @Test func `a text is one harmless line of 500 characters`() throws {
        let text = "a\u{1B}[2J\nb\t" + String(repeating: "界", count: 600)
        #expect(try home.call(["progress", "1", text], inside).run().isSilentSuccess)
        let kept = progress?["lastMessage"]?.string ?? ""
        #expect(kept.hasPrefix("a b 界") && kept.hasSuffix("界…") && kept.count == 500)
    }

    @Test func `a task can be named`() throws {
        #expect(try home.ringback("progress", "5", "--task", "r12").isSilentSuccess)
        #expect(home.record("r12")?["progress"]?["percent"] == 5)
        #expect(home.record("r12")?["progress"]?["toolCalls"] == 0)
    }

    @Test(arguments: [
        ([:], "not inside a task: RINGBACK_TASK_ID is not set"),
        (["RINGBACK_TASK_ID": "e1"], "task e1 has ended: it is completed"),
        (["RINGBACK_TASK_ID": "nope"], "Task not found: nope"),
        // The begin of another task's id.
        (["RINGBACK_TASK_ID": "r"], "Task"),
        (["RINGBACK_TASK_ID": "e"], "Task not found: e"),
    ])
    func `says why it can't`(_ variables: [String: String], _ why: String) throws {
        let before = try home.answer("list")
        let outcome = try home.call(["progress", "40"], variables).run()
        #expect(outcome.exitCode == 1 && outcome.output.isEmpty)
        #expect(outcome.errorText.hasPrefix("ringback: " + why), "\(outcome.errorText)")
        #expect(try home.answer("list") == before)
    }

    @Test func `many at once lose nothing but their order`() async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 1...20 {
                let call = home.call(["progress", "\(number)", "step \(number)"], inside)
                group.addTask { try call.run().isSilentSuccess }
            }
            for try await isSilent in group { #expect(isSilent) }
        }
        let percent = try #require(progress?["percent"]?.int)
        #expect(progress?["lastMessage"] == .string("step \(percent)"))
        #expect(home.faults().isEmpty)
    }
}
