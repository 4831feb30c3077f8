import AgentHooks
import LosslessJSON
import RingbackModel
import RingbackSystem
import Testing

/// The moment at which everything happens here.
let now = Timestamp(milliseconds: 1_795_199_504_123)

/// An event of session `s` and prompt `p`, as an agent writes it.
///
/// - Parameter members: what it has besides, as JSON without the braces.
func event(
    _ name: String, _ members: String = "", agent: Agent = .claude
) throws -> HookEvent {
    let text = """
        {"session_id":"s","prompt_id":"p","cwd":"/home/dev/shop","transcript_path":"/t.jsonl",
        "hook_event_name":"\(name)"\(members.isEmpty ? "" : ",")\(members)}
        """
    return try #require(EventDecoder.decode(object(text), agent: agent, Environment([:])))
}

/// What an event of session `s` and prompt `p` asks for.
func reaction(_ name: String, _ members: String = "", agent: Agent = .claude) throws -> Reaction {
    HookReaction.react(to: try event(name, members, agent: agent), at: now)
}

/// Expects what an event says of tasks, a line each, and that it says of each where it belongs.
func expectChanges(
    _ changes: [String], of name: String, _ members: String,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let reaction = try reaction(name, members)
    #expect(reaction.changes.map(\.line) == changes, sourceLocation: sourceLocation)
    for change in reaction.changes {
        #expect(change.details["session_id"] == "s", sourceLocation: sourceLocation)
        #expect(change.details["cwd"] == "/home/dev/shop", sourceLocation: sourceLocation)
        #expect(change.details["client_name"] == "claude", sourceLocation: sourceLocation)
    }
}

func object(_ text: String) throws -> JSONObject { try #require(JSON.parse(text).object) }

extension JSONObject {
    /// On one line, sorted, to compare it by eye.
    var line: String {
        members.map { "\($0.key)=\($0.value.string ?? $0.value.text())" }.sorted()
            .joined(separator: " ")
    }
}

extension TaskChange {
    /// On one line, without what every change says of its session.
    var line: String {
        let common: Set = ["session_id", "cwd", "client_name"]
        let own = JSONObject(members: details.members.filter { !common.contains($0.key) })
        var words = [id]
        switch move {
        case .observe: words.append("observe")
        case .start: words.append("start")
        case .begin: words.append("begin")
        case .sessionEnded: words.append("session ended")
        case .end(let end):
            words.append(end.isInferred ? "inferred" : end.isOwnWords ? "says" : "end")
            words.append(end.status.rawValue)
            words += [end.result.map { "result=\($0)" }, end.error.map { "error=\($0)" }]
                .compactMap(\.self)
            if let code = end.exitCode { words.append("exit=\(code)") }
        }
        if let run { words.append("run=\(run)") }
        return (words + [own.line]).filter { !$0.isEmpty }.joined(separator: " ")
    }
}
