import LosslessJSON
import TestSupport
import Testing

/// What is wrong in settings stops a launch only where it is about launching.
@Suite struct RunnerSettingsTests {
    @Test(arguments: [
        (#"{"max_background_tasks": 0}"#, "max_background_tasks can't be 0"),
        (#"{"sisyphus": {"background_execution": "no"}}"#, "background_execution can't be"),
        (#"{"max_background_tasks": 3"#, "is not valid JSON"),
    ])
    func `a limit that can't be read is told, and nothing runs`(
        settings: String, words: String
    ) throws {
        let user = try RunnerHome(settings: settings)
        let outcome = try user.run("bg", "touch A")
        #expect(outcome.exitCode == 1)
        #expect(outcome.text.contains(words), "\(outcome.text)")
        #expect(user.home.ids(in: user.store).isEmpty)
    }

    @Test func `what is wrong elsewhere, or in a project, stops nobody`() throws {
        let user = try RunnerHome(settings: #"{"ringback": {"quiet_hours": "late"}}"#)
        try user.home.folder.write(
            #"{"max_background_tasks": 99, "ringback": {"agents": {}}"#,
            to: "work/.claude/settings.json")
        let id = try user.launch("echo ran")
        #expect(try user.ended(id)["result"] == "ran")
    }
}
