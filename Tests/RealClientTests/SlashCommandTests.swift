import Foundation
import LosslessJSON
import TestSupport
import Testing

extension RealClientTests {
    /// The commands that `ringback install` gives the client.
    @Suite struct SlashCommands {
        @Test func `the user's command dispatches a task, and its result rings`() throws {
            // As the command has it, which asks the system.
            let program = URL(filePath: try EndToEndBinary.path()).resolvingSymlinksInPath().path
            let session = try ClientSession([
                "wants this shell command to run in the background": [
                    .calls(
                        .bash(
                            #"\#(program) bg -- 'echo '\''all'\'' built; test -z "$CLAUDECODE"'"#,
                            "Dispatch")),
                    .says("Dispatched; the desktop rings when it ends."),
                ]
            ])
            // Without --dangerously-skip-permissions: the command itself allows the call.
            let call = try session.call(["-p", "/bg echo 'all' built; test -z \"$CLAUDECODE\""])
            let outcome = try call.run()
            #expect(outcome.exitCode == 0, "\(outcome.errorText)")
            #expect(outcome.text.contains("Dispatched"), "\(outcome.text)")
            try wait(for: "the end of the task: \(session.whereabouts)") {
                session.tasks.map { $0["status"] } == ["completed"]
            }
            let task = try #require(session.tasks.first)
            #expect(task["result"] == "all built")
            #expect(task["command"] == #"echo 'all' built; test -z "$CLAUDECODE""#)
            let id = try #require(task["id"]?.string)
            #expect(
                session.toolResults(of: "wants this shell command to run in the background")
                    .contains { $0.contains("Background task dispatched: \(id)") })

            let desktop = try #require(session.desktop)
            let title = #"Background task 'echo 'all' built; test -z "$CLAUDECODE"' complete"#
            try wait(for: "two bubbles: \(session.whereabouts)") { try desktop.shown >= 2 }
            try desktop.keepPicture("slash-command.png")
            #expect(Set(try desktop.takeAll().map(\.title)) == [title, "Claude is done"])
            session.expectHealth()
        }

        @Test func `an agent task is the client itself, whose answer is the result`() throws {
            let tools = try ScratchFolder()
            try FileManager.default.createSymbolicLink(
                atPath: tools("claude"), withDestinationPath: #require(RealClient.path))
            let model: ModelScript = [
                "FIND it": [.says("Found **3** places.", after: 0.2)],
                "ASK for help": [
                    .calls(
                        .bash(
                            "\(try EndToEndBinary.path()) agent --id find-it --wait -- 'FIND it'",
                            "Dispatch")),
                    .says("There are 3."),
                ],
            ]
            let session = try ClientSession(
                model, ["PATH": tools.path + ":/usr/local/bin:/usr/bin:/bin"])
            let outcome = try session.prompt("ASK for help").run()
            #expect(outcome.exitCode == 0, "\(outcome.errorText)")
            let task = try #require(session.home.record("find-it"), "\(outcome.text)")
            #expect(task["status"] == "completed", "\(task.text())")
            #expect(task["result"] == "Found **3** places.")
            #expect(task["turns"] == 1)
            #expect(task["session_id"]?.string?.count == 36)
            let desktop = try #require(session.desktop)
            try wait(for: "two bubbles: \(session.whereabouts)") { try desktop.shown >= 2 }
            // The inner client's own end does not ring beside that of its task.
            #expect(
                Set(try desktop.takeAll().map(\.title))
                    == ["Background task 'FIND it' complete", "Claude is done"])
            session.expectHealth()
        }
    }
}
