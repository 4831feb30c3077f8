import AgentHooks
import LosslessJSON
import RingbackModel
import Testing

@Suite struct AdmissionTests {
    private let call = HookEvent.ToolCall(
        tool: "Agent", input: ["description": "Find auth", "run_in_background": true], id: "t1")

    private func running(_ count: Int) -> [TaskRecord] {
        (1...9).prefix(count).map { number in
            var record = TaskRecord(id: "a\(number)", status: .running, created: now)
            record[text: .description] = "Task \(number)"
            return record
        }
    }

    private func decide(
        _ running: Int, reserved: Int, limit: Int, isLimited: Bool = true, isAllowed: Bool = true
    ) -> Admission {
        var settings = Settings()
        settings.maxBackgroundTasks = limit
        settings.limitsAgents = isLimited
        settings.backgroundExecution = isAllowed
        return .decide(on: call, settings, running: self.running(running), reserved: reserved)
    }

    @Test(arguments: [
        (0, 0, 1, true), (1, 0, 1, false), (0, 1, 1, false), (4, 0, 5, true), (3, 1, 5, true),
        (3, 2, 5, false), (5, 0, 5, false), (9, 0, 5, false), (0, 9, 5, false),
    ])
    func `slots are held by what runs and by what was let through`(
        _ running: Int, _ reserved: Int, _ limit: Int, _ isAdmitted: Bool
    ) {
        #expect((decide(running, reserved: reserved, limit: limit) == .admitted) == isAdmitted)
        #expect(decide(running, reserved: reserved, limit: limit, isLimited: false) == .admitted)
    }

    @Test func `who is refused learns what runs, and what to do`() {
        #expect(
            decide(2, reserved: 0, limit: 2).answer == [
                "hookSpecificOutput": [
                    "hookEventName": "PreToolUse", "permissionDecision": "deny",
                    "permissionDecisionReason": """
                    2 of 2 background tasks are running: 'Task 1' (a1), 'Task 2' (a2). Wait for one \
                    of them to end, then start this one again; or run it in the foreground. (The \
                    limit is max_background_tasks in the user's settings.)
                    """,
                ]
            ])
        guard case .denied(let many) = decide(8, reserved: 1, limit: 5),
            case .denied(let none) = decide(0, reserved: 1, limit: 1)
        else {
            Issue.record("they were let through")
            return
        }
        #expect(many.hasPrefix("9 of 5 background tasks are running: 'Task 1' (a1), "))
        #expect(many.contains("'Task 5' (a5). Wait") && !many.contains("Task 6"))
        #expect(none.hasPrefix("1 of 1 background tasks are running. Wait"))
    }

    @Test func `where nothing may run in the background a call goes on in the foreground`() {
        let admission = decide(9, reserved: 9, limit: 1, isAllowed: false)
        #expect(
            admission.answer == [
                "hookSpecificOutput": [
                    "hookEventName": "PreToolUse",
                    "updatedInput": ["description": "Find auth", "run_in_background": false],
                ]
            ])
    }

    @Test func `who is let through hears nothing`() {
        #expect(decide(0, reserved: 0, limit: 1).answer == nil)
    }
}
