import RingbackModel
import Testing

@Suite struct AgentProfileTests {
    @Test(
        arguments: [
            ("claude", .init(prompt: "p"), "claude -p --output-format json -- p"),
            (
                "claude", .init(prompt: "p", model: "opus", autonomy: .medium, agent: "oracle"),
                "claude -p --output-format json --model opus --permission-mode acceptEdits "
                    + "--agent oracle -- p"
            ),
            (
                "claude", .init(prompt: "p", autonomy: .low),
                "claude -p --output-format json --permission-mode plan -- p"
            ),
            (
                "claude", .init(prompt: "p", autonomy: .high),
                "claude -p --output-format json --permission-mode bypassPermissions -- p"
            ),
            ("droid", .init(prompt: "p"), "droid exec --auto medium -- p"),
            (
                "droid", .init(prompt: "p", model: "m", autonomy: .low, agent: "oracle"),
                "droid exec --auto low -m m -- p"
            ),
            ("droid", .init(prompt: "p", autonomy: .high), "droid exec --auto high -- p"),
            ("codex", .init(prompt: "p"), "codex exec --skip-git-repo-check -- p"),
            (
                "codex", .init(prompt: "p", model: "m", autonomy: .low),
                "codex exec --model m --sandbox read-only --skip-git-repo-check -- p"
            ),
            (
                "codex", .init(prompt: "p", autonomy: .medium),
                "codex exec --sandbox workspace-write --skip-git-repo-check -- p"
            ),
            (
                "codex", .init(prompt: "p", autonomy: .high),
                "codex exec --sandbox danger-full-access --skip-git-repo-check -- p"
            ),
            ("gemini", .init(prompt: "p"), "gemini --output-format json --prompt=p"),
            (
                "gemini", .init(prompt: "p", model: "m", autonomy: .low),
                "gemini --output-format json --model m --approval-mode default --prompt=p"
            ),
            (
                "gemini", .init(prompt: "p", autonomy: .medium),
                "gemini --output-format json --approval-mode auto_edit --prompt=p"
            ),
            (
                "gemini", .init(prompt: "p", autonomy: .high),
                "gemini --output-format json --approval-mode yolo --prompt=p"
            ),
        ] as [(String, AgentProfile.Values, String)])
    func `a standard agent is called so`(
        _ name: String, _ values: AgentProfile.Values, _ line: String
    ) throws {
        let profile = try #require(AgentProfile.standard(name))
        #expect(profile.arguments(values) == line.split(separator: " ").map(String.init))
    }

    @Test(arguments: AgentProfile.standardNames)
    func `a prompt reaches a standard agent byte for byte, and is no option`(
        _ name: String
    ) throws {
        let prompt = "--help {model} {prompt} $(touch A) `touch B` \"q\" 'x' \\\n-n"
        let profile = try #require(AgentProfile.standard(name))
        let arguments = profile.arguments(.init(prompt: prompt, model: "m"))
        let last = try #require(arguments.last)
        if last == prompt {
            #expect(arguments[arguments.count - 2] == "--")
        } else {
            #expect(last == "--prompt=" + prompt)
        }
    }

    @Test(arguments: AgentProfile.standardNames)
    func `the list of standard agents is true`(_ name: String) {
        #expect(AgentProfile.standard(name) != nil)
        #expect(AgentProfile.standardNames.sorted() == AgentProfile.standardNames)
    }

    @Test func `nobody else is a standard agent`() {
        #expect(AgentProfile.standard("aider") == nil)
    }

    @Test(
        arguments: [
            (.word("{model}"), .init(), []),
            (.word("{model}"), .init(model: ""), []),
            (.word("{prompt}"), .init(prompt: ""), [""]),
            (.word("-m={model}"), .init(), ["-m="]),
            (.word("{model}{agent}"), .init(agent: "a"), ["a"]),
            (.word("{model}{agent}"), .init(), [""]),
            (.word(""), .init(), [""]),
            (.word("{cwd}:{session}!"), .init(folder: "/f", session: "s"), ["/f:s!"]),
            (.word("{{model}}"), .init(model: "{agent}", agent: "no"), ["{{agent}}"]),
            (.word("{nothing} {} {a b} {model"), .init(model: "m"), ["{nothing} {} {a b} {model"]),
            (.word("{model{agent}"), .init(model: "m", agent: "a"), ["{modela"]),
            (.group(["-m", "{model}"]), .init(), []),
            (.group(["-m", "{model}", "{agent}"]), .init(model: "m"), []),
            (.group(["-m", "{model}"]), .init(model: "a b"), ["-m", "a b"]),
            (.group(["-x", "y"]), .init(), ["-x", "y"]),
            (.group([]), .init(), []),
            (.word("{autonomy}"), .init(autonomy: .low), ["careful"]),
            (.word("{autonomy}"), .init(autonomy: .high), ["high"]),
            (.word("{autonomy}"), .init(), []),
        ] as [(AgentProfile.Part, AgentProfile.Values, [String])])
    func `a part of a command becomes its words`(
        _ part: AgentProfile.Part, _ values: AgentProfile.Values, _ words: [String]
    ) {
        let profile = AgentProfile([.word("x"), part], autonomy: [.low: "careful"])
        #expect(profile.arguments(values) == ["x"] + words)
    }

    @Test func `a level that a call names wins over the standard one`() {
        let profile = AgentProfile([.word("{autonomy}")], standardAutonomy: .medium)
        #expect(profile.arguments(.init()) == ["medium"])
        #expect(profile.arguments(.init(autonomy: .high)) == ["high"])
    }

    @Test(arguments: [
        ("{prompt}", ["prompt"]), ("a{x}b{cwd}", ["x", "cwd"]), ("{{a-b_1}}", ["a-b_1"]),
        ("{} { } {a b} {\"a\": 1} {ä} }{", []), ("", []),
    ])
    func `names in braces are found`(_ word: String, _ names: [String]) {
        #expect(AgentProfile.names(in: word) == names)
    }
}
