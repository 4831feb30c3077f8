import RingbackModel
import RingbackSettings
import Testing

@Suite struct SettingsFilesTests {
    @Test func `without a file the defaults count`() throws {
        let loaded = try SettingsFixture().load()
        #expect(loaded == LoadedSettings())
        #expect(loaded.settings.maxBackgroundTasks == 5 && !loaded.settings.limitsAgents)
    }

    @Test func `reads what people are told to write`() throws {
        let fixture = try SettingsFixture([
            "claude": """
            \u{FEFF}{
              "model": "opus", "permissions": {"allow": []},
              "background_notifications": false, // quiet, please
              "sisyphus": {"max_background_tasks": 10, "background_execution": false,},
              "ringback": {
                "channels": ["terminal", "desktop", "terminal"], "alerts": {"idle": true, "failed": false},
                "quiet_hours": "22:00-07:30", "sound": "bell", "body_lines": 0,
                "expire_seconds": 30, "terminal": "osc9", "history_limit": 7,
                "retention": {"days": null, "tasks": 7}, "output_limit": 200000,
                "grace_seconds": 0, "agent": "my-droid"
              }
            }
            """
        ])
        let loaded = fixture.load()
        var expected = Settings()
        expected.taskAlerts = false
        expected.maxBackgroundTasks = 10
        expected.limitsAgents = true
        expected.backgroundExecution = false
        expected.channels = [.terminal, .desktop]
        expected.kinds.insert(.idle)
        expected.kinds.remove(.failed)
        expected.quietHours = QuietHours("22:00-7:30")
        expected.sound = "bell"
        expected.bodyLines = 0
        expected.expireSeconds = 30
        expected.terminal = .osc9
        expected.historyLimit = 7
        expected.retention = Retention(days: nil, tasks: 7)
        expected.outputLimit = 200_000
        expected.graceSeconds = 0
        expected.standardAgent = "my-droid"
        #expect(loaded.settings == expected)
        #expect(loaded.problems == [])
        #expect(loaded.files == [fixture.path(of: "claude")])
        let origins = Dictionary(
            uniqueKeysWithValues: SettingKey.all.map { ($0.path, loaded.origin(of: $0)) })
        #expect(origins["ringback.alerts.idle"] == .file(fixture.path(of: "claude")))
        #expect(origins["ringback.alerts.completed"] == .standard)
    }

    @Test(arguments: [
        (#"{"max_background_tasks": 2, "sisyphus": {"max_background_tasks": 9}}"#, 2),
        (#"{"sisyphus": {"max_background_tasks": 9}, "max_background_tasks": 2}"#, 2),
        (#"{"sisyphus": {"max_background_tasks": 9}}"#, 9),
        (#"{"max_background_tasks": 9, "max_background_tasks": 3}"#, 3),
        (#"{"sisyphus": {"max_background_tasks": 9}, "sisyphus": {}}"#, 5),
    ])
    func `of several spellings the top level counts, and the last`(
        _ text: String, _ limit: Int
    ) throws {
        let loaded = try SettingsFixture(["claude": text]).load()
        #expect(loaded.settings.maxBackgroundTasks == limit)
        #expect(loaded.problems == [])
    }

    @Test func `Droid's file stands over Claude's for its tasks alone`() throws {
        let fixture = try SettingsFixture([
            "claude": #"{"max_background_tasks": 2, "background_notifications": false}"#,
            "droid": #"{"max_background_tasks": 8}"#,
        ])
        #expect(fixture.load(agent: .claude).settings.maxBackgroundTasks == 2)
        let droid = fixture.load(agent: .droid)
        #expect(droid.settings.maxBackgroundTasks == 8)
        #expect(!droid.settings.taskAlerts)
        #expect(droid.files.count == 2)
    }

    @Test func `variables stand over all files`() throws {
        let fixture = try SettingsFixture([
            "claude": #"{"ringback": {"channels": ["desktop"], "sound": "bell"}}"#,
            "project": #"{"ringback": {"channels": [], "alerts": {"failed": false}}}"#,
        ])
        let loaded = fixture.load([
            "RINGBACK_CHANNELS": "notify-send, terminal", "RINGBACK_SOUND": "none",
            "RINGBACK_ALERTS_FAILED": "on", "RINGBACK_QUIET_HOURS": "1:00-2:00",
            "RINGBACK_MAX_BACKGROUND_TASKS": "12", "RINGBACK_BACKGROUND_EXECUTION": "no",
            "BG_MAX_CONCURRENT": "99", "RINGBACK_AGENT": "7", "RINGBACK_OUTPUT_LIMIT": "131072",
            "RINGBACK_AGENTS": "{}", "RINGBACK_RETENTION": "{}",
        ])
        #expect(loaded.problems == [])
        #expect(loaded.settings.channels == [.notifySend, .terminal])
        #expect(loaded.settings.sound == nil)
        #expect(loaded.settings.kinds.contains(.failed))
        #expect(loaded.settings.quietHours == QuietHours("01:00-02:00"))
        #expect(loaded.settings.maxBackgroundTasks == 12)
        #expect(!loaded.settings.backgroundExecution)
        #expect(loaded.settings.standardAgent == "7")
        #expect(loaded.settings.outputLimit == 131_072)
        let channels = try #require(SettingKey.all.first { $0.path == "ringback.channels" })
        #expect(loaded.origin(of: channels) == .variable("RINGBACK_CHANNELS"))
    }

    @Test func `a user's own files are not read once more as a project's`() throws {
        let fixture = try SettingsFixture([
            "project/.claude/settings.json": #"{"ringback": {"body_lines": 9}}"#
        ])
        let home = try SettingsFixture([
            "home/.claude/settings.json": #"{"ringback": {"body_lines": 9}}"#
        ])
        #expect(fixture.problems(fixture.load()).count == 1)
        #expect(home.load().problems == [])
    }

    @Test(
        arguments: [
            ([:], nil, 3, false),
            (["BG_MAX_CONCURRENT": "7"], nil, 7, true),
            (["BG_MAX_CONCURRENT": "7"], "BG_MAX_CONCURRENT=2", 7, true),
            ([:], "A=1\nexport BG_MAX_CONCURRENT = '2' # two\n", 2, true),
            ([:], "# BG_MAX_CONCURRENT=2\nBG_MAX_CONCURRENT_X=9\n", 3, false),
        ] as [([String: String], String?, Int, Bool)])
    func `an Octo project has a limit of its own`(
        _ variables: [String: String], _ file: String?, _ limit: Int, _ isChosen: Bool
    ) throws {
        let fixture = try SettingsFixture(file.map { ["project/.env": $0] } ?? [:])
        let loaded = fixture.load(variables, isOctoStore: true)
        #expect(loaded.problems == [])
        #expect(loaded.settings.maxBackgroundTasks == limit)
        #expect(loaded.settings.limitsAgents == isChosen)
    }
}
