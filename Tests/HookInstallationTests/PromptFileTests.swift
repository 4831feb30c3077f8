import RingbackModel
import Testing

@testable import HookInstallation

extension PromptFile: CustomTestStringConvertible {
    package var testDescription: String { title }
}

/// What the commands and the skill say.
@Suite struct PromptFileTests {
    private static let programs = [
        "ringback", "/opt/ringback", "/home/a b/ringback", "/home/o'neil/ringback", "/a,b/ringback",
    ]

    private static let all = Agent.allCases.flatMap { agent in
        programs.flatMap { PromptFile.all(for: agent, program: $0) }
    }

    @Test func `there are three commands and a skill`() {
        for agent in Agent.allCases {
            let prompts = PromptFile.all(for: agent, program: "ringback")
            #expect(
                prompts.map(\.path) == [
                    "commands/bg.md", "commands/tasks.md", "commands/task.md",
                    "skills/ringback/SKILL.md",
                ])
            #expect(
                prompts.map(\.title) == ["/bg", "/tasks", "/task", "the skill 'ringback'"])
        }
    }

    @Test(arguments: all)
    func `the front matter is plain YAML of one line each`(_ prompt: PromptFile) throws {
        let lines = prompt.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "---")
        let end = try #require(lines.dropFirst().firstIndex(of: "---"))
        #expect(lines[end + 1].isEmpty)
        for line in lines[1..<end] {
            let parts = line.split(separator: ": ", omittingEmptySubsequences: false)
            #expect(parts.count == 2, "\(line)")
            #expect(parts[1].first.map { !"[]{}&*!|>'\"%@`#,?-".contains($0) } == true, "\(line)")
            #expect(!line.contains(" #"))
        }
        #expect(lines[1..<end].contains { $0.hasPrefix("description: ") })
    }

    /// A client runs such lines in a shell before the model sees them: nothing that a user typed
    /// may stand in one.
    @Test(arguments: all)
    func `no shell line has the user's words in it`(_ prompt: PromptFile) {
        let shellLines = prompt.text.split(separator: "\n").filter {
            $0.contains("!`") || $0.contains("```")
        }
        #expect(
            shellLines.allSatisfy {
                $0.hasPrefix("!`") && $0.hasSuffix("ringback tasks --markdown`")
            })
        #expect(shellLines.count <= (prompt.name == "tasks" ? 1 : 0))
        // A file that is named by it would be read into the prompt.
        #expect(!prompt.text.contains("@"))
    }

    @Test(arguments: all)
    func `the user's words stand once, alone between tags`(_ prompt: PromptFile) {
        let takesWords = prompt.name == "bg" || prompt.name == "task"
        let count = prompt.text.ranges(of: "$ARGUMENTS").count
        #expect(count == (takesWords ? 1 : 0))
        #expect(!takesWords || prompt.text.contains(">\n$ARGUMENTS\n</"))
    }

    @Test(arguments: Agent.allCases)
    func `what needs no permission is the user's to call alone`(_ agent: Agent) {
        for prompt in PromptFile.all(for: agent, program: "ringback") where prompt.kind == .command
        {
            #expect(prompt.text.contains("\ndisable-model-invocation: true\n"))
        }
    }

    @Test(arguments: [
        ("bg", ["bg"]), ("tasks", ["tasks"]), ("task", ["task"]),
        ("ringback", ["tasks", "list", "status", "output", "wait"]),
    ])
    func `permission is given for these calls only`(_ name: String, _ verbs: [String]) throws {
        func rules(_ agent: Agent, _ program: String) throws -> String? {
            let prompts = PromptFile.all(for: agent, program: program)
            let text = try #require(prompts.first { $0.name == name }).text
            return text.split(separator: "\n").first { $0.hasPrefix("allowed-tools: ") }
                .map(String.init)
        }
        for program in ["ringback", "/opt/x/ringback"] {
            let list = verbs.map { "Bash(\(program) \($0):*)" }.joined(separator: ", ")
            #expect(try rules(.claude, program) == "allowed-tools: " + list)
        }
        #expect(try rules(.claude, "/home/a b/ringback") == nil)
        #expect(try rules(.claude, "/a,b/ringback") == nil)
        #expect(try rules(.droid, "ringback") == nil)
    }

    @Test(arguments: [
        (Agent.claude, "ringback", "Bash", "ringback bg -- '<command>'"),
        (.droid, "/opt/ringback", "Execute", "/opt/ringback bg -- '<command>'"),
        (.droid, "/home/a b/ringback", "Execute", "'/home/a b/ringback' bg -- '<command>'"),
    ])
    func `each agent is told its own tool and our program as a shell reads it`(
        _ agent: Agent, _ program: String, _ tool: String, _ call: String
    ) {
        let text = PromptFile.all(for: agent, program: program)[0].text
        #expect(text.contains("one call of the \(tool) tool"))
        #expect(text.contains("\n    \(call)\n"))
    }

    @Test func `only a client that is known to runs the list itself`() {
        func text(_ agent: Agent, _ program: String) -> String {
            PromptFile.all(for: agent, program: program)[1].text
        }
        #expect(text(.claude, "ringback").contains("\n\n!`ringback tasks --markdown`\n\n"))
        #expect(!text(.claude, "/home/a b/ringback").contains("!`"))
        #expect(
            text(.droid, "ringback").contains(
                "the Execute tool with exactly `ringback tasks --markdown`"))
    }

    @Test(arguments: Agent.allCases)
    func `results are reported in the table that the list has`(_ agent: Agent) {
        let skill = PromptFile.all(for: agent, program: "ringback").first { $0.kind == .skill }
        #expect(
            skill?.text.contains("\n| id | who | status | result |\n|---|---|---|---|\n") == true)
    }
}
