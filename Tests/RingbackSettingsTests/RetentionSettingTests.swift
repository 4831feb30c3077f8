import RingbackModel
import RingbackSettings
import Testing

@Suite struct RetentionSettingTests {
    @Test(
        arguments: [
            ("{}", 30, 10_000), (#"{"days": 1}"#, 1, 10_000), (#"{"tasks": 5}"#, 30, 5),
            (#"{"days": null}"#, nil, 10_000), (#"{"tasks": null, "days": 36500}"#, 36_500, nil),
        ] as [(String, Int?, Int?)])
    func `a member that is left out keeps its default, and null is no limit`(
        _ text: String, _ days: Int?, _ tasks: Int?
    ) throws {
        let fixture = try SettingsFixture(["claude": "{\"ringback\": {\"retention\": \(text)}}"])
        let loaded = fixture.load()
        #expect(loaded.problems == [])
        #expect(loaded.settings.retention == Retention(days: days, tasks: tasks))
    }

    @Test func `a member that is left out keeps what the file before it says`() throws {
        let fixture = try SettingsFixture([
            "claude": #"{"ringback": {"retention": {"days": 3, "tasks": 4}}}"#,
            "droid": #"{"ringback": {"retention": {"tasks": null}}}"#,
        ])
        #expect(fixture.load(agent: .droid).settings.retention == Retention(days: 3, tasks: nil))
    }

    @Test(arguments: [
        (
            #"{"days": 0, "tasks": 5}"#,
            ".days can't be 0; allowed: a whole number from 1 to 36500, or null", 5
        ),
        (
            #"{"tasks": 5, "day": 1}"#, ".day is no setting; did you mean 'days'?", 5
        ),
        (
            "30",
            #" can't be 30; allowed: an object with "days" "#
                + #"(a whole number from 1 to 36500, or null), "#
                + #""tasks" (a whole number from 1 to 10000000, or null)"#, 10_000
        ),
    ])
    func `what is wrong in a member leaves the other in force`(
        _ text: String, _ problem: String, _ tasks: Int
    ) throws {
        let fixture = try SettingsFixture([
            "claude": "{\"ringback\": {\"retention\":\n \(text)}}"
        ])
        let loaded = fixture.load()
        #expect(loaded.problems.map(\.message) == ["ringback.retention" + problem])
        #expect(loaded.settings.retention == Retention(days: 30, tasks: tasks))
    }
}
