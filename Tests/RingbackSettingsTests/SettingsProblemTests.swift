import RingbackModel
import RingbackSettings
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct SettingsProblemTests {
    private static let file = "home/.claude/settings.json"

    @Test(arguments: [
        (
            "{\n  \"a\": 1\n  \"b\": 2\n}",
            ":3: is not valid JSON, nothing of it counts: expected a comma or }"
        ),
        ("[]", ":1: holds a list, where an object { … } is expected"),
        (
            "{\n\"max_background_tasks\": 0}",
            ":2: max_background_tasks can't be 0; allowed: a whole number of at least 1"
        ),
        (
            #"{"background_notifications": "false"}"#,
            #":1: background_notifications can't be "false"; allowed: true or false"#
        ),
        (
            "{\n\n\"ringback\": true}",
            ":3: ringback can't be true or false; allowed: an object { … }"
        ),
        (
            "{\"ringback\": {\n\"chanels\": []}}",
            ":2: ringback.chanels is no setting; did you mean 'channels'?"
        ),
        ("{\"ringback\": {\n\n\"xyzzy\": 1}}", ":3: ringback.xyzzy is no setting"),
        (
            "{\"ringback\": {\"alerts\": {\n\"turn_finishd\": true}}}",
            ":2: ringback.alerts.turn_finishd is no setting; "
                + "did you mean 'turn_finished'?"
        ),
        (
            #"{"sisyphus": {"max_background_task": 3}}"#,
            ":1: warning: sisyphus.max_background_task is no setting; "
                + "did you mean 'max_background_tasks'?"
        ),
        (
            #"{"ringback": {"channels": ["desktop", "pager"]}}"#,
            #":1: ringback.channels can't be ["desktop","pager"]; allowed: a list of any of "#
                + "desktop, notify-send, terminal, osascript, powershell"
        ),
        (
            #"{"ringback": {"body_lines": 51}}"#,
            ":1: ringback.body_lines can't be 51; allowed: a whole number from 0 to 50"
        ),
        (
            #"{"ringback": {"quiet_hours": "25:00-7:00"}}"#,
            #":1: ringback.quiet_hours can't be "25:00-7:00"; "#
                + #"allowed: hours such as "22:00-07:30", or null"#
        ),
        (
            #"{"ringback": {"grace_seconds": 301}}"#,
            ":1: ringback.grace_seconds can't be 301; allowed: a whole number from 0 to 300"
        ),
        (
            #"{"ringback": {"output_limit": 131071}}"#,
            ":1: ringback.output_limit can't be 131071; "
                + "allowed: a whole number of at least 131072"
        ),
        (
            #"{"ringback": {"agent": "a/b"}}"#,
            #":1: ringback.agent can't be "a/b"; "#
                + "allowed: a name of letters, digits, - and _"
        ),
        (
            #"{"ringback": {"terminal": "osc8"}}"#,
            #":1: ringback.terminal can't be "osc8"; allowed: osc9, osc99, osc777, bell, or null"#
        ),
    ])
    func `says what is wrong, where, and what is allowed`(
        _ text: String, _ problem: String
    ) throws {
        let fixture = try SettingsFixture(["claude": text])
        let loaded = fixture.load()
        #expect(fixture.problems(loaded) == [Self.file + problem])
        #expect(loaded.settings == Settings())
    }

    @Test func `a broken value leaves the others in force`() throws {
        let fixture = try SettingsFixture([
            "claude": #"{"ringback": {"sound": 5, "body_lines": 2, "bell": true}}"#
        ])
        let loaded = fixture.load()
        #expect(loaded.settings.bodyLines == 2)
        #expect(loaded.problems.count == 2)
    }

    @Test(arguments: ["", " \n\t"])
    func `an empty file says nothing`(_ text: String) throws {
        let loaded = try SettingsFixture(["claude": text]).load()
        #expect(loaded.problems == [])
        #expect(loaded.settings == Settings())
    }

    @Test func `what is no file is a problem and never waited for`() throws {
        let fixture = try SettingsFixture([
            "project/.claude/settings.json/x": ""
        ])
        let fifo = fixture.path(of: "local")
        #expect(unsafe mkfifo(fifo, 0o600) == 0)
        let loaded = fixture.load()
        #expect(
            fixture.problems(loaded) == [
                "project/.claude/settings.json: can't be read: it is a folder",
                "project/.claude/settings.local.json: can't be read: it is no regular file",
            ])
        #expect(loaded.settings == Settings())
    }

    @Test func `a file that is too large is not read`() throws {
        let fixture = try SettingsFixture(["claude": String(repeating: " ", count: 4 << 20) + "{"])
        let loaded = fixture.load()
        #expect(
            fixture.problems(loaded) == [Self.file + ": can't be read: it is larger than 4 MiB"])
    }

    @Test func `a file full of unknown names is not told at length`() throws {
        let members = (0..<50_000).map { "\"n\($0)\": 0" }.joined(separator: ",")
        let fixture = try SettingsFixture(["project": "{\"ringback\": {\(members)}}"])
        #expect(fixture.load().problems.count == 20)
    }

    @Test(arguments: [
        (
            ["BG_MAX_CONCURRENT": "0"],
            "BG_MAX_CONCURRENT can't be \"0\"; allowed: a whole number of at least 1"
        ),
        (
            ["BG_MAX_CONCURRENT": "three"],
            "BG_MAX_CONCURRENT can't be \"three\"; allowed: a whole number of at least 1"
        ),
        (
            ["RINGBACK_CHANNELS": "pager"],
            "RINGBACK_CHANNELS can't be \"pager\"; allowed: a list of any of desktop, notify-send, terminal, osascript, powershell"
        ),
        (
            ["RINGBACK_ALERTS_IDLE": "maybe"],
            "RINGBACK_ALERTS_IDLE can't be \"maybe\"; allowed: true or false"
        ),
        (
            ["RINGBACK_SOUND": "a\u{1B}[2Jb"],
            "RINGBACK_SOUND can't be \"a\\u001b[2Jb\"; allowed: a text of at most 200 characters, or null"
        ),
    ])
    func `a variable that can't be meant is named`(
        _ variables: [String: String], _ message: String
    ) throws {
        let loaded = try SettingsFixture().load(variables, isOctoStore: true)
        #expect(loaded.problems.map(\.description) == ["environment: " + message])
        #expect(loaded.settings.maxBackgroundTasks == 3)
        #expect(loaded.settings.channels == Settings().channels)
    }

    @Test func `zero in a project's file of variables is refused there`() throws {
        let fixture = try SettingsFixture(["project/.env": "BG_MAX_CONCURRENT=0"])
        let loaded = fixture.load(isOctoStore: true)
        #expect(fixture.problems(loaded).map { $0.prefix(13) } == ["project/.env:"])
        #expect(loaded.settings.maxBackgroundTasks == 3)
    }

    @Test func `checking a file that is not there says so`() throws {
        let folder = try ScratchFolder()
        let checked = SettingsFiles.check(folder("none.json"))
        #expect(checked.problems.map(\.message) == ["there is no such file"])
    }
}
