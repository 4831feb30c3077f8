internal import AgentHooks
internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

extension Ringback {
    static let hookComplete = Command<CommandContext>(
        "hook-complete",
        summary: "Take the end of a subagent from stdin, and answer in JSON",
        discussion: """
            Ends the running task of the event's session, with the last words of the assistant as its \
            result. Always exits with 0.
            """,
        options: [agentOption, storeOption]
    ) { invocation, context in
        guard let object = HookInput.object(context) else { return 0 }
        context.output.json(HookCompletion(invocation, context, object).run())
        return 0
    }
}

/// The work of `hook-complete`.
private struct HookCompletion {
    let invocation: Invocation
    let context: CommandContext
    let event: HookEvent?

    init(_ invocation: Invocation, _ context: CommandContext, _ object: JSONObject) {
        self.invocation = invocation
        self.context = context
        // Old callers send no event name: the command says it.
        var named = object
        if named["hook_event_name"] == nil, named["hookEventName"] == nil {
            named["hook_event_name"] = "SubagentStop"
        }
        let agent = invocation.value("--agent").flatMap(Agent.init)
        event = EventDecoder.decode(named, agent: agent, context.environment)
    }

    func run() -> JSON {
        guard let event, let session = event.session else {
            return ["error": "No session_id in hook input"]
        }
        do {
            guard let (store, task) = try match(session, event) else {
                return [
                    "error": .string(
                        "Task not found for session: \(PlainText.line(session, limit: 200))")
                ]
            }
            let bell = Bell(context)
            let record = try context.runner(bell).change(store, waiting: HookRun.patience) {
                transaction throws(SystemError) in
                try transaction.apply(TaskChange(id: task.id, move: .end(end(of: event))))?.record
            }
            let word = store.location.layout.word(for: record?.status ?? task.status)
            return ["taskId": .string(task.id), "status": .string(word), "completed": true]
        } catch {
            context.note("hook-complete: \(error)")
            return ["error": .string("\(error)")]
        }
    }

    /// The task that the hook's own process runs under, else the running one of the session.
    private func match(_ session: String, _ event: HookEvent) throws -> (TaskStore, TaskRecord)? {
        let stores = try invocation.stores(context)
        if let id = context.environment["RINGBACK_TASK_ID"] {
            for store in stores { if let task = try store.record(id) { return (store, task) } }
        }
        for store in stores {
            let running = store.activeRecords().first { task in
                task[text: .sessionID] == session || task.id == event.subagent?.id
            }
            if let running { return (store, running) }
        }
        return nil
    }

    /// What the event says of the end; the transcript tells what the event leaves out.
    private func end(of event: HookEvent) -> TaskEnd {
        guard case .subagentStopped(let end) = event.kind else {
            return TaskEnd(.completed, result: "")
        }
        let own = end.transcript.flatMap { Transcript($0, context.paths) }?
            .lastAssistantText(ofSubagent: true)
        let said =
            end.result ?? own
            ?? event.transcript.flatMap { Transcript($0, context.paths) }?.lastAssistantText()
        return TaskEnd(
            end.error == nil ? .completed : .failed, result: said ?? "", error: end.error)
    }
}
