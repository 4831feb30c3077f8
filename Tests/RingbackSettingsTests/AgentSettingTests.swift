import LosslessJSON
import RingbackModel
import RingbackSettings
import Testing

@Suite struct AgentSettingTests {
    @Test func `an agent of the user's is called as the file says`() throws {
        let loaded = try load(
            """
            {"aider": {
              "command": ["aider", "--yes", ["--model", "{model}"], "--message", "{prompt}"],
              "autonomy": {"low": "ask"}
            }}
            """)
        #expect(loaded.problems == [])
        let aider = try #require(loaded.settings.agent(named: "aider"))
        #expect(
            aider
                == AgentProfile(
                    [
                        .word("aider"), .word("--yes"), .group(["--model", "{model}"]),
                        .word("--message"), .word("{prompt}"),
                    ], autonomy: [.low: "ask"]))
        #expect(loaded.settings.agentNames == ["aider", "claude", "codex", "droid", "gemini"])
    }

    @Test func `an agent of the user's stands over Ringback's of the same name`() throws {
        let settings = try load(#"{"claude": {"command": ["my-claude", "{prompt}"]}}"#).settings
        #expect(
            settings.agent(named: "claude")?.arguments(.init(prompt: "x")) == ["my-claude", "x"])
        #expect(settings.agentNames == AgentProfile.standardNames)
        #expect(settings.agent(named: "droid") == AgentProfile.standard("droid"))
        #expect(settings.agent(named: "nobody") == nil)
    }

    @Test func `Droid's file adds to the agents of Claude's`() throws {
        let fixture = try SettingsFixture([
            "claude": """
            {"ringback": {"agents": {
              "a": {"command": ["a", "{prompt}"]}, "b": {"command": ["b", "{prompt}"]}
            }}}
            """,
            "droid": #"{"ringback": {"agents": {"b": {"command": ["c", "{prompt}"]}}}}"#,
        ])
        let agents = fixture.load(agent: .droid).settings.agents
        #expect(agents.mapValues(\.command[0]) == ["a": .word("a"), "b": .word("c")])
    }

    @Test func `is shown as it is written`() throws {
        let text =
            #"{"a":{"command":["a",["-m","{model}"],"{prompt}"],"autonomy":{"low":"x","high":"y"}}}"#
        let key = try #require(SettingKey.all.first { $0.path == "ringback.agents" })
        #expect(key.get(try load(text).settings).text() == text)
    }

    @Test(arguments: [
        ("[]", " can't be []; allowed: an object such as {"),
        (
            #"{"a b": {"command": ["a", "{prompt}"]}}"#,
            ".a b is no name of an agent; allowed: letters"
        ),
        (#"{"": {"command": ["a", "{prompt}"]}}"#, ". is no name of an agent; allowed: letters"),
        (#"{"a": ["a"]}"#, #".a can't be ["a"]; allowed: an object with a "command""#),
        (#"{"a": {}}"#, #".a has no "command""#),
        (#"{"a": {"command": []}}"#, ".a.command can't be []; allowed: a list of texts and of"),
        (
            #"{"a": {"command": "a {prompt}"}}"#,
            #".a.command can't be "a {prompt}"; allowed: a list"#
        ),
        (#"{"a": {"command": ["a", 5, "{prompt}"]}}"#, "allowed: a list of texts and of lists"),
        (#"{"a": {"command": ["a", ["{prompt}", 5]]}}"#, "allowed: a list of texts and of lists"),
        (#"{"a": {"command": ["a", "\u0000{prompt}"]}}"#, "allowed: a list of texts and of lists"),
        (#"{"a": {"command": ["{prompt}"]}}"#, "its first text is the program, which is the same"),
        (#"{"a": {"command": [["a"], "{prompt}"]}}"#, "its first text is the program, which is"),
        (#"{"a": {"command": ["a"]}}"#, "one of its texts must have {prompt}"),
        (
            #"{"a": {"command": ["a", "{promt}"]}}"#,
            #".a.command can't be ["a","{promt}"]; {promt} is no placeholder; "#
                + "allowed: {prompt}, {model}, {autonomy}, {agent}, {cwd}, {session}"
        ),
        (
            #"{"a": {"command": ["a", "{prompt}"], "autonomy": {"lo": "x"}}}"#,
            ".a.autonomy.lo is no level; allowed: low, medium, high"
        ),
        (
            #"{"a": {"command": ["a", "{prompt}"], "autonomy": {"low": 1}}}"#,
            ".a.autonomy.low can't be 1; allowed: a text that is not empty"
        ),
        (
            #"{"a": {"command": ["a", "{prompt}"], "autonomy": "low"}}"#,
            #".a.autonomy can't be "low"; allowed: an object { … }"#
        ),
        (
            #"{"a": {"comand": ["a", "{prompt}"], "command": ["a", "{prompt}"]}}"#,
            ".a.comand is no setting; did you mean 'command'?"
        ),
    ])
    func `says what is wrong with an agent, and does without it`(
        _ text: String, _ problem: String
    ) throws {
        let loaded = try load(text)
        #expect(loaded.settings.agents == [:])
        #expect(loaded.problems.count == 1)
        let message = try #require(loaded.problems.first?.message)
        #expect(message.hasPrefix("ringback.agents") && message.contains(problem), "\(message)")
    }

    @Test func `names the line, and leaves the other agents in force`() throws {
        let loaded = try load(
            """
            {
              "a": {"command": ["a", "{prompt}"]},
              "b": {
                "command": ["b"]
              }
            }
            """)
        #expect(loaded.settings.agents.keys.sorted() == ["a"])
        #expect(loaded.problems.map(\.line) == [4])
    }

    @Test func `braces that hold no name are text`() throws {
        let loaded = try load(#"{"a": {"command": ["a", "{\"x\": 1} {} {a b}", "{prompt}"]}}"#)
        #expect(loaded.problems == [])
        let agent = try #require(loaded.settings.agent(named: "a"))
        #expect(agent.arguments(.init(prompt: "p")) == ["a", #"{"x": 1} {} {a b}"#, "p"])
    }

    private func load(_ agents: String) throws -> LoadedSettings {
        try SettingsFixture(["claude": #"{"ringback": {"agents": "# + agents + "}}"]).load()
    }
}
