internal import AgentHooks
internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskStore

extension Ringback {
    static let agentOption = Option(
        "--agent", value: "AGENT", "Whose event it is; else the event and the environment tell",
        allowed: Agent.allCases.map(\.rawValue))

    static let hook = Command<CommandContext>(
        "hook",
        summary: "Take an event of a coding agent from stdin",
        discussion: """
            Agents call it on their events; 'ringback install' sees to that. It always exits with 0 \
            and prints nothing, unless the agent is to be answered. What goes wrong stands in \
            ringback.log in the state folder.
            """,
        options: [agentOption, storeOption]
    ) { invocation, context in
        // A client that leaves ends its hooks, and all that they have started: the courier, too.
        Process.heedTermination(false)
        let location = invocation.store(context)
        if location == nil, let name = invocation.value("--store") {
            context.note("hook: unknown store '\(name)'; the agent's own is taken")
        }
        let answer = HookInput.event(invocation, context).flatMap { event in
            HookRun(context, event, location: location).run()
        }
        if let answer { context.output.json(answer) }
        return 0
    }
}

/// What stands on a hook's stdin.
enum HookInput {
    /// A larger event is not read, in bytes.
    private static let largest = 32 << 20
    /// All the time there is for reading, in milliseconds.
    private static let patience = 900

    /// The event; `nil` where there is none, which the log tells.
    static func event(_ invocation: Invocation, _ context: CommandContext) -> HookEvent? {
        guard let object = object(context) else { return nil }
        let agent = invocation.value("--agent").flatMap(Agent.init)
        let event = EventDecoder.decode(object, agent: agent, context.environment)
        if event == nil { context.note("hook: the event has no hook_event_name") }
        return event
    }

    /// The object on stdin; `nil` where there is none, which the log tells.
    static func object(_ context: CommandContext) -> JSONObject? {
        var boundary = JSONBoundary()
        let input = StandardInput.read(limit: largest, milliseconds: patience) {
            boundary.isComplete(after: $0)
        }
        let bytes: [UInt8]
        switch input {
        case .whole(let all): bytes = all
        case .tooLarge:
            context.note("hook: the event is larger than \(largest >> 20) MiB; nothing was done")
            return nil
        case .unfinished(let some):
            context.note(
                "hook: stdin had no whole event within a second (\(some.count) bytes); nothing was done"
            )
            return nil
        }
        do throws(JSONError) {
            let json = try JSON.parse(bytes)
            if let object = json.object { return object }
            context.note("hook: the event is \(json.kind), not an object; nothing was done")
        } catch {
            context.note("hook: the event is no JSON: \(error); nothing was done")
        }
        return nil
    }
}
