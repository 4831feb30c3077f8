import LosslessJSON
import RingbackModel
import RingbackSettings
import Testing

/// A setting of the user, the same of a project, and what comes into force.
struct ProjectCase: Sendable, CustomTestStringConvertible {
    var key: String
    var user: JSON?
    var project: JSON
    /// The value in force, and whether the project's is refused with a message.
    var result: JSON
    var isRefused = false

    var testDescription: String { "\(key): \(project.text()) over \(user?.text() ?? "default")" }
}

@Suite struct ProjectSettingsTests {
    private static let cases = [
        ProjectCase(key: "background_notifications", project: false, result: false),
        ProjectCase(
            key: "background_notifications", user: false, project: true, result: false,
            isRefused: true),
        ProjectCase(key: "background_notifications", project: true, result: true),
        ProjectCase(key: "max_background_tasks", user: 8, project: 2, result: 2),
        ProjectCase(key: "max_background_tasks", project: 6, result: 5, isRefused: true),
        ProjectCase(key: "sisyphus.background_execution", project: false, result: false),
        ProjectCase(
            key: "sisyphus.background_execution", user: false, project: true, result: false,
            isRefused: true),
        ProjectCase(key: "ringback.channels", project: ["terminal"], result: ["terminal"]),
        ProjectCase(key: "ringback.channels", project: [], result: []),
        ProjectCase(
            key: "ringback.channels", project: ["terminal", "desktop"],
            result: ["desktop", "terminal"]),
        ProjectCase(
            key: "ringback.channels", project: ["terminal", "notify-send"],
            result: ["desktop", "terminal"], isRefused: true),
        ProjectCase(key: "ringback.alerts.completed", project: false, result: false),
        ProjectCase(key: "ringback.alerts.idle", project: true, result: false, isRefused: true),
        ProjectCase(key: "ringback.quiet_hours", project: "1:00-2:00", result: "1:00-2:00"),
        ProjectCase(
            key: "ringback.quiet_hours", user: "23:00-6:00", project: "22:00-7:00",
            result: "22:00-7:00"),
        ProjectCase(
            key: "ringback.quiet_hours", user: "23:00-6:00", project: "23:30-7:00",
            result: "23:00-6:00", isRefused: true),
        ProjectCase(
            key: "ringback.quiet_hours", user: "23:00-6:00", project: .null, result: "23:00-6:00",
            isRefused: true),
        ProjectCase(key: "ringback.sound", user: "bell", project: .null, result: .null),
        ProjectCase(key: "ringback.sound", project: "siren", result: .null, isRefused: true),
        ProjectCase(key: "ringback.body_lines", project: 1, result: 1),
        ProjectCase(key: "ringback.body_lines", project: 9, result: 4, isRefused: true),
        ProjectCase(key: "ringback.expire_seconds", user: 9, project: 5, result: 5),
        ProjectCase(
            key: "ringback.expire_seconds", user: 9, project: .null, result: 9, isRefused: true),
        ProjectCase(key: "ringback.expire_seconds", project: 5, result: .null, isRefused: true),
        ProjectCase(key: "ringback.terminal", project: "bell", result: .null, isRefused: true),
        ProjectCase(
            key: "ringback.telegram", user: ["chat": 1], project: ["chat": 2], result: ["chat": 1],
            isRefused: true),
        ProjectCase(
            key: "ringback.telegram", user: ["chat": 1], project: .null, result: ["chat": 1],
            isRefused: true),
        ProjectCase(
            key: "ringback.ntfy", project: ["url": "https://evil.example/topic"], result: .null,
            isRefused: true),
        ProjectCase(
            key: "ringback.webhook", project: ["url_command": ["sh", "-c", "id"]], result: .null,
            isRefused: true),
        ProjectCase(key: "ringback.away", project: ["webhook"], result: .null, isRefused: true),
        ProjectCase(
            key: "ringback.away_alerts", user: ["failed"], project: ["idle"], result: ["failed"],
            isRefused: true),
        ProjectCase(key: "ringback.redact", project: false, result: true, isRefused: true),
        ProjectCase(key: "ringback.history_limit", project: 1, result: 100, isRefused: true),
        ProjectCase(
            key: "ringback.retention", user: ["days": 9], project: ["days": 1],
            result: ["days": 9, "tasks": 10000], isRefused: true),
        ProjectCase(key: "ringback.output_limit", project: 131_072, result: 131_072),
        ProjectCase(
            key: "ringback.output_limit", user: 200_000, project: 200_001, result: 200_000,
            isRefused: true),
        ProjectCase(key: "ringback.grace_seconds", project: 0, result: 5, isRefused: true),
        ProjectCase(
            key: "ringback.agent", user: "droid", project: "codex", result: "droid",
            isRefused: true),
        ProjectCase(
            key: "ringback.agents", user: ["a": ["command": ["a", "{prompt}"]]],
            project: ["a": ["command": ["rm", "{prompt}"]]],
            result: ["a": ["command": ["a", "{prompt}"]]], isRefused: true),
    ]

    @Test(arguments: cases)
    func `a project may make it quieter and never louder`(_ example: ProjectCase) throws {
        let key = try #require(SettingKey.all.first { $0.path == example.key })
        let steps = key.section.steps + [key.name]
        var files = ["project": nested(example.project, at: steps[...]).text()]
        files["claude"] = example.user.map { nested($0, at: steps[...]).text() }
        let fixture = try SettingsFixture(files)
        let loaded = fixture.load()
        #expect(key.get(loaded.settings) == example.result)
        #expect(loaded.problems.count == (example.isRefused ? 1 : 0))
        if let problem = loaded.problems.first {
            #expect(problem.place == fixture.path(of: "project"))
            #expect(problem.message.contains("; a project's file may "))
        }
    }

    @Test func `the rule of every setting is tested above`() {
        let tested = Set(Self.cases.map(\.key))
        let keys = SettingKey.all.map(\.path).filter { !$0.hasPrefix("ringback.alerts.") }
        #expect(tested.isSuperset(of: keys))
        let alerts = SettingKey.all.filter { $0.path.hasPrefix("ringback.alerts.") }
        #expect(alerts.count == Alert.Kind.allCases.count { $0.isChosen })
        #expect(alerts.allSatisfy { $0.projectRule == .onlySwitchOff })
    }

    @Test func `the local file goes by what the project's left`() throws {
        let fixture = try SettingsFixture([
            "project": #"{"max_background_tasks": 3}"#, "local": #"{"max_background_tasks": 4}"#,
        ])
        let loaded = fixture.load()
        #expect(loaded.settings.maxBackgroundTasks == 3)
        #expect(
            fixture.problems(loaded) == [
                "project/.claude/settings.local.json:1: max_background_tasks can't be 4; "
                    + "a project's file may only lower it, and it is 3"
            ])
    }

    @Test func `a limit of a project's counts as chosen`() throws {
        let loaded = try SettingsFixture(["project": #"{"max_background_tasks": 5}"#]).load()
        #expect(loaded.settings.limitsAgents)
    }

    private func nested(_ value: JSON, at steps: ArraySlice<String>) -> JSON {
        guard let step = steps.first else { return value }
        return .object(JSONObject([(step, nested(value, at: steps.dropFirst()))]))
    }
}
