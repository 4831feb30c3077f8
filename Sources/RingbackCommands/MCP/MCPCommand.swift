internal import CommandLineKit
internal import ModelContext

extension Ringback {
    /// `ringback mcp`: what agents start by themselves.
    static let mcp = Command<CommandContext>(
        "mcp", summary: "Offer background tasks to agents as tools: a server of the MCP",
        discussion: """
            Speaks on stdin and stdout, a message a line; an agent starts it. 'ringback install' \
            registers it with Claude Code and Factory Droid.
            """,
        options: [storeOption]
    ) { invocation, context in
        // Nothing but messages of the protocol may stand on stdout.
        var silent = context
        silent.output = Output(
            isTerminal: false, columns: 80, hasColor: false, write: { _ in }, writeBytes: { _ in })
        _ = try invocation.location(context)
        try Server(identity, tools: MCPTools(invocation, silent).all).run()
        return 0
    }

    private static var identity: Conversation.Identity {
        Conversation.Identity(
            name: "ringback", title: "Ringback", version: version,
            instructions: """
                Runs shell commands and coding agents in the background, queued and supervised; \
                tasks go on when this session ends, and the person is told on the desktop when \
                one ends. Dispatch what takes long or can run beside your own work: builds, test \
                suites, wide searches, independent parts of a task. Go on with your work \
                meanwhile, and call wait_background_task only when you need the results. The \
                results come from what a task says last: its output, or an agent's answer. \
                report_progress, task_complete and escalate_question are for an agent that runs \
                inside such a task itself.
                """)
    }
}
