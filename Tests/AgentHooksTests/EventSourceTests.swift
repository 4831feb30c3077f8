import AgentHooks
import LosslessJSON
import RingbackModel
import RingbackSystem
import Testing

/// Whose event it is, and what every event has.
@Suite struct EventSourceTests {
    private func decode(
        _ text: String, agent: Agent? = nil, _ variables: [String: String] = [:]
    ) throws -> HookEvent? {
        EventDecoder.decode(try object(text), agent: agent, Environment(variables))
    }

    @Test func `what every event has is found in snake case and in camel case`() throws {
        var expected = HookEvent(agent: .claude, name: "SubagentStart", kind: .subagentStarted)
        expected.session = "s"
        expected.prompt = "p"
        expected.folder = "/f"
        expected.transcript = "/t"
        expected.subagent = .init(id: "a", type: "explorer")
        let snake = """
            {"session_id":"s","prompt_id":"p","cwd":"/f","transcript_path":"/t","agent_id":"a",
            "agent_type":"explorer","hook_event_name":"SubagentStart"}
            """
        let camel = """
            {"sessionId":"s","promptId":"p","cwd":"/f","transcriptPath":"/t","agentId":"a",
            "agentType":"explorer","hookEventName":"SubagentStart"}
            """
        #expect(try decode(snake) == expected)
        #expect(try decode(camel) == expected)
    }

    @Test func `a whole event of Droid in camel case is read like any`() throws {
        let decoded = try decode(
            """
            {"sessionId":"s","hookEventName":"PreToolUse","toolName":"Bash",
            "toolInput":{"runInBackground":true,"command":"ls"}}
            """, agent: .droid)
        // What stands inside a tool's input is the tool's own.
        #expect(
            decoded?.kind
                == .toolStarting(
                    .init(tool: "Bash", input: ["runInBackground": true, "command": "ls"], id: nil))
        )
    }

    @Test(arguments: [
        "{}", #"{"session_id":"s"}"#, #"{"hook_event_name":""}"#, #"{"hook_event_name":null}"#,
        #"{"hook_event_name":7}"#,
    ])
    func `without a name it is no event`(_ text: String) throws {
        #expect(try decode(text) == nil)
    }

    @Test(
        arguments: [
            ([:], .claude),
            (["CLAUDE_PROJECT_DIR": "/p", "CLAUDECODE": "1"], .claude),
            (["CLAUDE_PROJECT_DIR": "/p", "FACTORY_PROJECT_DIR": "/p"], .droid),
            (["CLAUDE_PROJECT_DIR": "/p", "DROID_PROJECT_DIR": "/p"], .droid),
            (["FACTORY_PROJECT_DIR": ""], .claude),
        ] as [([String: String], Agent)])
    func `the environment tells whose event it is`(_ variables: [String: String], _ agent: Agent)
        throws
    {
        #expect(try decode(#"{"hook_event_name":"Stop"}"#, variables)?.agent == agent)
        // Unless the command line does.
        for said in Agent.allCases {
            #expect(
                try decode(#"{"hook_event_name":"Stop"}"#, agent: said, variables)?.agent == said)
        }
    }

    private func decode(_ text: String, _ variables: [String: String]) throws -> HookEvent? {
        try decode(text, agent: nil, variables)
    }

    @Test(
        arguments: [
            ("/home/dev/.factory/sessions/x/y.jsonl", .droid),
            ("~/.factory/sessions/y.jsonl", .droid),
            ("/home/dev/.claude/projects/y.jsonl", .claude),
            ("/home/dev/x.factory/y.jsonl", .claude),
        ] as [(String, Agent)])
    func `so does where its transcript lies`(_ path: String, _ agent: Agent) throws {
        let text = #"{"hook_event_name":"Stop","transcript_path":"\#(path)"}"#
        #expect(try decode(text)?.agent == agent)
    }

    @Test func `an agent type without an agent id is no subagent`() throws {
        let text = #"{"hook_event_name":"Stop","agent_type":"reviewer","session_id":""}"#
        let decoded = try #require(try decode(text))
        #expect(decoded.subagent == nil)
        #expect(decoded.session == nil, "an empty text counts as missing")
    }
}
