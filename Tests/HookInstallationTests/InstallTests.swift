import HookInstallation
import LosslessJSON
import RingbackModel
import TestSupport
import Testing

@Suite struct InstallTests {
    /// Settings as people have them.
    static let texts = [
        "{}", "{}\n", "{ }", "{\n}\n", "", "\n", "{\"model\":\"opus\"}", "{\"model\": \"opus\",}\n",
        "{\n  \"model\": \"opus\"\n}\n", "{\n\t\"model\": \"opus\",\n\t\"env\": {}\n}",
        "\u{FEFF}{\r\n    \"model\": \"opus\"\r\n}\r\n",
        "// mine\n{\n  \"model\": \"opus\" // best\n  // end\n}",
        "{\n  \"hooks\": {}\n}\n", "{\n  \"hooks\": {\"Stop\": []}, \"model\": \"opus\"\n}\n",
        "{\n  \"hooks\": {\n    \"Stop\": [],\n  },\n}\n",
        """
        {
          "permissions": { "allow": ["Bash(ls:*)"], "deny": [] },
          "hooks": {
            // a bell
            "Stop": [
              { "hooks": [{ "type": "command", "command": "printf '\\\\a'" }] } // ring
            ],
            "PreToolUse": [
              {
                "matcher": "Bash",
                "hooks": [
                  { "type": "command", "command": "/usr/local/bin/guard", "timeout": 5 }
                ]
              }
            ]
          },
          "é": 1.50
        }

        """,
        #"{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"x"}]}]},"a":[1,2]}"#,
    ]

    @Test(arguments: texts)
    func `adds every hook once and leaves the rest as it is`(_ text: String) throws {
        let fixture = try HookFixture([HookFixture.claude: text])
        let before = (try? fixture.json(HookFixture.claude)) ?? [:]
        #expect(try fixture.install() == count(added: 12))
        for registration in HookTable.of(.claude).registrations {
            let ours = try fixture.commands(registration.event).filter {
                $0 == "/opt/ringback hook"
            }
            #expect(ours.count == 1)
        }
        let after = try fixture.json(HookFixture.claude)
        #expect(withoutHooks(after) == withoutHooks(before))
        #expect(fixture.folder.text(HookFixture.backup) == text)
    }

    @Test(arguments: texts)
    func `doing it again changes no byte`(_ text: String) throws {
        let fixture = try HookFixture([HookFixture.claude: text])
        try fixture.install()
        let first = fixture.folder.read(HookFixture.claude)
        let change = try fixture.installer().installation(for: .claude)
        #expect(change.isEmpty && change.count.isZero)
        #expect(try !change.apply())
        #expect(fixture.folder.read(HookFixture.claude) == first)
        #expect(fixture.folder.text(HookFixture.backup) == text)
    }

    @Test(arguments: texts)
    func `taking them out gives the file back`(_ text: String) throws {
        let fixture = try HookFixture([HookFixture.claude: text])
        try fixture.install()
        #expect(try fixture.uninstall() == [count(removed: 12)])
        #expect(fixture.folder.text(HookFixture.claude) == text)
        #expect(fixture.folder.read(HookFixture.backup) == nil)
    }

    @Test(arguments: texts)
    func `it does so without the backup, but for space and lists that were empty`(
        _ text: String
    ) throws {
        let fixture = try HookFixture([HookFixture.claude: text])
        try fixture.install()
        try fixture.folder.write(#"{"older": true}"#, to: HookFixture.backup)
        try fixture.uninstall()
        let left = try #require(fixture.folder.text(HookFixture.claude))
        #expect(!left.contains("ringback"))
        let hadEmptyList =
            text.contains("{}, ") || text.contains("\"hooks\": {}") || text.contains("[],")
            || text.contains("[]},")
        let isBlank = !text.contains("\"")
        if hadEmptyList || isBlank {
            let before = try JSON.parse(text.contains("{") ? text : "{}")
            #expect(try withoutHooks(JSON.parse(left)) == withoutHooks(before))
        } else {
            #expect(left == text)
        }
    }

    @Test func `a file that was not there is made, and goes again`() throws {
        let fixture = try HookFixture()
        #expect(try fixture.install() == count(added: 12))
        #expect(try fixture.json(HookFixture.claude)["hooks"]?.object?.members.count == 12)
        #expect(fixture.folder.read(HookFixture.backup) == nil)
        try fixture.uninstall()
        #expect(fixture.folder.read(HookFixture.claude) == nil)
    }

    @Test func `mends hooks of an older version where they stand`() throws {
        let fixture = try HookFixture([
            HookFixture.claude: """
            {"hooks": {
              "Stop": [
                {"hooks": [
                  {"type": "command", "command": "first"},
                  {"type": "command", "command": "/old/ringback hook", "timeout": 60, "x": 1},
                  {"type": "command", "command": "last"}
                ]}
              ],
              "PreToolUse": [{"matcher": "Task", "hooks": [{"type": "command", "command": "/opt/ringback hook"}]}],
              "PreCompact": [{"hooks": [{"type": "command", "command": "/old/ringback hook"}]}],
              "SessionEnd": [
                {"hooks": [{"type": "command", "command": "ringback hook"}]},
                {"hooks": [{"type": "command", "command": "/old/ringback hook"}]}
              ]
            }}
            """
        ])
        #expect(try fixture.install() == count(added: 9, updated: 3, removed: 2))
        #expect(try fixture.commands("Stop") == ["first", "/opt/ringback hook", "last"])
        #expect(try fixture.commands("SessionEnd") == ["/opt/ringback hook"])
        let hooks = try #require(fixture.json(HookFixture.claude)["hooks"])
        #expect(hooks["PreCompact"] == nil)
        let stop = hooks["Stop"]?.array?[0]["hooks"]?.array?[1]
        #expect(stop?["timeout"] == 10 && stop?["x"] == 1)
        let group = hooks["PreToolUse"]?.array?[0]
        #expect(group?["matcher"] == "Agent|Task|Bash")
        #expect(group?["hooks"]?.array?[0]["timeout"] == 10)
        #expect(try fixture.install().isZero)
    }

    @Test func `removes ours from a group of the user's and leaves the group`() throws {
        let text = """
            {"hooks": {"Stop": [{"hooks": [
              {"type": "command", "command": "mine"},
              {"type": "command", "command": "/old/ringback hook"}
            ]}], "Other": []}}
            """
        let fixture = try HookFixture([HookFixture.claude: text])
        #expect(try fixture.uninstall() == [count(removed: 1)])
        #expect(
            fixture.folder.text(HookFixture.claude) == """
                {"hooks": {"Stop": [{"hooks": [
                  {"type": "command", "command": "mine"}
                ]}], "Other": []}}
                """)
        #expect(fixture.folder.text(HookFixture.backup) == text)
        #expect(try fixture.uninstall() == [count()])
    }

    @Test func `what the user changed since stays when they are taken out`() throws {
        let fixture = try HookFixture([HookFixture.claude: "{\n  \"model\": \"opus\"\n}\n"])
        try fixture.install()
        let text = try #require(fixture.folder.text(HookFixture.claude))
        try fixture.folder.write(
            text.replacing("\"opus\"", with: "\"sonnet\""), to: HookFixture.claude)
        try fixture.uninstall()
        #expect(fixture.folder.text(HookFixture.claude) == "{\n  \"model\": \"sonnet\"\n}\n")
    }

    @Test func `hooks of another copy of the program are taken out too`() throws {
        let fixture = try HookFixture([HookFixture.claude: "{}"])
        try fixture.install(program: "/a b/ringback")
        try fixture.uninstall(program: "/opt/ringback")
        #expect(fixture.folder.text(HookFixture.claude) == "{}")
    }

    @Test func `a file of ours alone goes after its hooks were mended, too`() throws {
        let fixture = try HookFixture()
        try fixture.install(program: "/old/ringback")
        #expect(try fixture.install() == count(updated: 12))
        try fixture.uninstall()
        #expect(fixture.folder.read(HookFixture.claude) == nil)
        #expect(fixture.folder.read(HookFixture.backup) == nil)
    }

    @Test func `an empty file of the user's stays`() throws {
        let fixture = try HookFixture([HookFixture.claude: "{}", HookFixture.backup: "broken"])
        try fixture.install()
        try fixture.folder.write("broken", to: HookFixture.backup)
        try fixture.uninstall()
        #expect(fixture.folder.text(HookFixture.claude) == "{}")
    }

    @Test func `a copy under another name knows its own hooks`() throws {
        let fixture = try HookFixture([HookFixture.claude: "{}"])
        try fixture.install(program: "/opt/rb")
        #expect(try fixture.install(program: "/opt/rb").isZero)
        try fixture.uninstall(program: "/opt/rb")
        #expect(fixture.folder.text(HookFixture.claude) == "{}")
    }

    @Test func `says where the agent's settings switch hooks off`() throws {
        let fixture = try HookFixture([HookFixture.claude: #"{"disableAllHooks": true}"#])
        #expect(try fixture.installer().installation(for: .claude).isSwitchedOff)
    }

    private func withoutHooks(_ settings: JSON) -> JSONObject? {
        var object = settings.object
        object?["hooks"] = nil
        return object
    }

    private func count(added: Int = 0, updated: Int = 0, removed: Int = 0) -> HookText.Count {
        HookText.Count(added: added, updated: updated, removed: removed)
    }
}
