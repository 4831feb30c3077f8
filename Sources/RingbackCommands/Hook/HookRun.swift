internal import AgentHooks
internal import AlertDelivery
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSettings
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

/// One event of an agent, from its decoding to the answer: the I/O around the pure reaction.
struct HookRun {
    private let context: CommandContext
    private let store: TaskStore
    private let event: HookEvent
    private let bell: Bell

    /// How long a hook waits for its turn at the store, in milliseconds. Agents give us ten seconds.
    static let patience = 8000

    /// - Parameter location: the store; `nil`: the agent's own.
    init(_ context: CommandContext, _ event: HookEvent, location: StoreLocation?) {
        self.context = context
        self.event = Self.completed(event, context)
        let folder = event.folder ?? context.folder
        store = TaskStore(
            location
                ?? StoreLocation.usual(
                    context.environment, context.paths, agent: event.agent, folder: folder))
        bell = Bell(context)
    }

    /// Lets the event change what it changes, and wakes the courier if there is something to tell.
    ///
    /// - Returns: the answer for the agent; `nil`: none.
    func run() -> JSON? {
        let reaction = HookReaction.react(to: event, at: context.now())
        var answers: [JSON?] = []
        do throws(SystemError) {
            if let call = reaction.backgroundCall { answers.append(try admit(call)) }
            // Most calls of tools have nothing to do with us: then nothing is opened.
            if reaction.touchesTasks || !reaction.settledCalls.isEmpty {
                answers.append(try change(reaction))
            }
        } catch {
            context.note("hook \(event.name): \(error)")
        }
        answers.append(ring(reaction.alerts.filter(isWanted)))
        settle(reaction.attention)
        bell.wake(looking: event.isOfSession)
        tend()
        return answers.compactMap(\.self).first
    }

    /// The event with the agent's last words, which clients that don't send them leave in their
    /// transcript.
    private static func completed(_ event: HookEvent, _ context: CommandContext) -> HookEvent {
        var event = event
        func words(_ path: String?, ofSubagent: Bool = false) -> String? {
            path.flatMap { Transcript($0, context.paths) }?.lastAssistantText(
                ofSubagent: ofSubagent)
        }
        switch event.kind {
        case .turnFinished(var turn) where turn.message == nil:
            turn.message = words(event.transcript)
            event.kind = .turnFinished(turn)
        case .subagentStopped(var end) where end.result == nil && end.error == nil:
            end.result = words(end.transcript, ofSubagent: true)
            event.kind = .subagentStopped(end)
        default: break
        }
        return event
    }

    // MARK: Tasks

    /// - Returns: the answer by which the agent rings; `nil`: it need not.
    private func change(_ reaction: Reaction) throws(SystemError) -> JSON? {
        let settings = notedSettings()
        guard reaction.touchesTasks || settings.limitsAgents else { return nil }
        var store = store
        store.historyLimit = settings.historyLimit
        var answer: JSON?
        try store.change(
            at: context.now(), waiting: Self.patience,
            announce: { ended in
                let alerts = bell.alerts(for: ended, in: store)
                answer = ring(alerts)
                return alerts.compactMap(\.task)
            }
        ) { transaction throws(SystemError) in
            transaction.reservations.removeAll { reaction.settledCalls.contains($0.toolUse) }
            for change in reaction.changes {
                guard TaskID.isValid(change.id) else {
                    let id = PlainText.line(change.id, limit: 80)
                    context.note("hook \(event.name): '\(id)' can't be a task's id; it is left out")
                    continue
                }
                if reaction.isPhantomUnlessKnown, try !transaction.knows(change.id) { continue }
                try transaction.apply(withOutput(withClient(change)))
            }
            guard reaction.census != nil || reaction.endedSession != nil else {
                return try fill(&transaction)
            }
            for task in transaction.active where task.isAgentsOwn {
                if let session = reaction.endedSession, task[text: .sessionID] == session {
                    try transaction.apply(TaskChange(id: task.id, move: .sessionEnded))
                } else if let census = reaction.census, isCounted(task, in: census) {
                    try transaction.apply(absent(task, census.transcript))
                }
            }
            try fill(&transaction)
        }
        return answer
    }

    /// Starts what waits for a slot that is free: the hook of anybody may be the first to see it.
    private func fill(_ transaction: inout StoreTransaction) throws(SystemError) {
        guard transaction.hasWaiting || transaction.ended.contains(where: \.isLaunched) else {
            return
        }
        let settings = context.loadedSettings(of: store.location).settings
        try TaskQueue(context.runner(bell), store, settings).fill(&transaction)
    }

    /// What is done for the store when a session begins, and while an agent works that we launched.
    private func tend() {
        let task = context.environment["RINGBACK_TASK_ID"].flatMap { TaskID.isValid($0) ? $0 : nil }
        // A sign of life, for those who look whether it still moves.
        if let task { FileSystem.touch(store.location.output(task)) }
        guard case .sessionStarted = event.kind else { return }
        do throws(SystemError) {
            if let task { try noteSession(of: task) }
            if Housekeeping.isDue(for: store, at: context.now()) {
                try Housekeeping.start(for: store, program: context.executable)
            }
        } catch {
            context.note("hook \(event.name): \(error)")
        }
    }

    /// Puts the agent's session into the record of the task that the agent works for.
    private func noteSession(of task: String) throws(SystemError) {
        let session = JSON.text(event.session)
        let details: JSONObject = ["session_id": session, "agent_session_id": session]
        _ = try store.change(at: context.now(), waiting: Self.patience) {
            transaction throws(SystemError) in
            guard try transaction.knows(task) else { return }
            try transaction.apply(TaskChange(id: task, move: .observe, details: details))
        }
    }

    /// Whether an alert is for a person: of what an agent does that we launched, only what it needs
    /// an answer for. That it is done is told by the end of its task.
    private func isWanted(_ alert: Alert) -> Bool {
        context.environment["RINGBACK_TASK_ID"] == nil || alert.kind.needsAnswer
    }

    /// Adds the agent's process to a task that begins: with it the task lives and dies.
    private func withClient(_ change: TaskChange) -> TaskChange {
        guard change.move == .begin || change.move == .observe,
            let client = OriginProbe(environment: context.environment).client
        else { return change }
        var change = change
        change.details["client"] = client.json
        return change
    }

    /// Adds the end of what a shell has written: the agent's file of it does not last.
    private func withOutput(_ change: TaskChange) -> TaskChange {
        guard case .end(var end) = change.move, end.result == nil,
            change.details["type"] == "process",
            let path = change.details["output_file"]?.string,
            let tail = try? FileSystem.readTail(path, limit: 4096)
        else { return change }
        end.result = ShellOutput.text(tail.bytes)
        var change = change
        change.move = .end(end)
        return change
    }

    /// Whether a census should have listed a task and does not. A session that was cleared goes on
    /// under another name in the same client.
    private func isCounted(_ task: TaskRecord, in census: Reaction.Census) -> Bool {
        guard !census.ids.contains(task.id) else { return false }
        if task[text: .sessionID] == census.session { return true }
        return task.client.map { $0 == OriginProbe(environment: context.environment).client }
            ?? false
    }

    /// The end of a task that the agent lists no more. What it was told of it in the middle of its
    /// turn stands in the transcript.
    private func absent(_ task: TaskRecord, _ transcript: String?) -> TaskChange {
        let report = transcript.flatMap { Transcript($0, context.paths) }?.report(of: task.id)
        let end = report?.end ?? TaskEnd(.completed, isInferred: true)
        let details = report?.details ?? [:]
        return withOutput(TaskChange(id: task.id, move: .end(end), details: details))
    }

    private func admit(_ call: HookEvent.ToolCall) throws(SystemError) -> JSON? {
        let settings = notedSettings()
        guard settings.backgroundExecution, settings.limitsAgents else {
            return Admission.decide(on: call, settings, running: [], reserved: 0).answer
        }
        return try store.change(
            at: context.now(), waiting: Self.patience,
            announce: { bell.announce($0, in: store) }
        ) { transaction throws(SystemError) in
            let running = transaction.active.filter {
                $0.status == .running && $0.isBackground == true
            }
            let admission = Admission.decide(
                on: call, settings, running: running, reserved: transaction.reservations.count)
            if admission == .admitted, let id = call.id {
                transaction.reservations.append(
                    Reservation(toolUse: id, session: event.session ?? "", made: transaction.now))
            }
            return admission.answer
        }
    }

    private var loadedSettings: LoadedSettings {
        SettingsFiles.load(
            paths: context.paths, environment: context.environment, agent: event.agent,
            projectFolder: event.folder)
    }

    private var settings: Settings { loadedSettings.settings }

    /// The settings; the log is told what is wrong with them.
    private func notedSettings() -> Settings {
        let loaded = loadedSettings
        if let problem = loaded.problems.first(where: { $0.severity == .error }) {
            context.note("hook \(event.name): goes on without a setting: \(problem)")
        }
        return loaded.settings
    }

    // MARK: Alerts

    /// Puts the alerts down. Over ssh the terminal is the desktop, and an interactive client rings
    /// it for us.
    ///
    /// - Returns: the answer by which the agent rings; `nil`: it need not.
    private func ring(_ alerts: [Alert]) -> JSON? {
        var answer: JSON?
        guard !alerts.isEmpty else { return nil }
        let here = context.origin
        for var alert in alerts {
            if alert.origin == Origin() { alert.origin = here }
            if alert.origin == here,
                let sequence = TerminalAnswer.sequence(for: alert, context, settings)
            {
                alert.origin.rangTerminal = true
                answer = ["terminalSequence": .string(sequence)]
            }
            bell.put(.show(alert))
        }
        return answer
    }

    /// Takes from the screen what nobody waits for any more, and notes what is waited for now.
    private func settle(_ changes: [AttentionChange]) {
        guard let session = event.session, !changes.isEmpty else { return }
        let attention = Attention(context.paths)
        do throws(SystemError) {
            for change in changes {
                if case .raised(let group, let token, let subagent) = change {
                    try attention.raise(
                        .init(group: group, token: token, subagent: subagent), session: session)
                    continue
                }
                let groups = try attention.drop(session: session) { change.ends($0) }
                for group in groups { bell.put(.withdraw(session: session, group: group)) }
            }
        } catch {
            context.note("hook \(event.name): \(error)")
        }
    }
}

extension HookEvent {
    /// Whether it is one of the few with which a session or a turn begins or ends.
    fileprivate var isOfSession: Bool {
        switch kind {
        case .sessionStarted, .sessionEnded, .promptSubmitted: true
        default: false
        }
    }
}

extension AttentionChange {
    /// Whether this ends the waiting of an entry.
    fileprivate func ends(_ entry: Attention.Entry) -> Bool {
        let isTurn = entry.group.hasPrefix(Alert.Kind.turnFinished.rawValue + "/")
        return switch self {
        case .raised: false
        // What has no name waits for any sign that the agent goes on.
        case .answered(let token): !isTurn && (entry.token == token || entry.token.isEmpty)
        case .movedOn(let subagent): !isTurn && entry.subagent == subagent
        case .returned: true
        case .over: !isTurn
        }
    }
}

extension TaskRecord {
    /// Whether the agent itself runs it, and so lists it.
    fileprivate var isAgentsOwn: Bool {
        let source = self[text: .source]
        return self[name: "client_name"] != nil && source != "launch"
    }
}
