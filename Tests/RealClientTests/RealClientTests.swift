import Glibc
import LosslessJSON
import TestSupport
import Testing

/// The real client with the hooks that `ringback install` writes; one client at a time.
@Suite(.serialized, .enabled(if: RealClient.isHere, RealClient.howToGet))
enum RealClientTests {}

extension RealClientTests {
    /// The client answers one prompt and ends.
    @Suite struct OnePrompt {
        @Test func `a subagent of the background rings once, and once the agent is done`() throws {
            let model: ModelScript = [
                "SUBWORK": [.says("Found **3** implementations in `src/`.", after: 0.5)],
                "DELEGATE": [
                    .calls(.agent("SUBWORK: find them", "Find auth patterns")), .says("Waiting."),
                    .says("There are 3 implementations."),
                ],
            ]
            let session = try ClientSession(model)
            let outcome = try session.prompt("DELEGATE this").run()
            #expect(outcome.exitCode == 0)
            #expect(session.tasks.map { $0["status"] } == ["completed"])
            #expect(
                session.tasks.map { $0["result"] } == ["Found **3** implementations in `src/`."])

            let desktop = try #require(session.desktop)
            try wait(for: "two bubbles") { try desktop.shown >= 2 }
            try desktop.keepPicture("subagent.png")
            let bubbles = try desktop.takeAll()
            #expect(
                bubbles.map(\.title)
                    == ["Background task 'Find auth patterns' complete", "Claude is done"])
            #expect(bubbles.first?.body.contains("Found 3 implementations in src/.") == true)
            #expect(bubbles.last?.body.contains("There are 3 implementations.") == true)
            #expect(try desktop.gone.count == 2)
            session.expectHealth()

            // The client itself knows nothing of us.
            let bare = try ClientSession(model, hasHooks: false)
            let bareOutcome = try bare.prompt("DELEGATE this").run()
            #expect(bareOutcome.output == outcome.output)
            #expect(bareOutcome.error == outcome.error)
            #expect(bare.tasks.isEmpty)
        }

        @Test func `a shell of the background leaves its code and its last line`() throws {
            let session = try ClientSession([
                "BUILD": [
                    .calls(
                        .bash("sleep 0.5; echo one; echo built", "Build it", inBackground: true)),
                    .says("It is being built."),
                ]
            ])
            #expect(try session.prompt("BUILD it").run().exitCode == 0)
            let task = try #require(session.tasks.first)
            #expect(session.tasks.count == 1)
            #expect(task["status"] == "completed")
            #expect(task["exit_code"] == 0)
            #expect(task["result"] == "one\nbuilt\n", "\(task.text())")
            let bubble = try bubble("Background task 'Build it' complete", of: session)
            #expect(bubble.body.contains("one\nbuilt\nshop"), "\(bubble)")
            session.expectHealth()
        }

        @Test func `a shell of the background that fails says so`() throws {
            let session = try ClientSession([
                "BUILD": [
                    .calls(
                        .bash(
                            "sleep 0.5; echo no such file; exit 3", "Build it", inBackground: true)),
                    .says("It is being built."),
                ]
            ])
            #expect(try session.prompt("BUILD it").run().exitCode == 0)
            let task = try #require(session.tasks.first)
            #expect(task["status"] == "failed")
            #expect(task["exit_code"] == 3)
            let bubble = try bubble("Background task 'Build it' failed", of: session)
            #expect(bubble.body.lowercased().contains("exit code 3"), "\(bubble)")
            #expect(bubble.body.contains("no such file"))
            session.expectHealth()
        }

        @Test func `nothing runs in the background where the settings forbid it`() throws {
            let session = try ClientSession(
                [
                    "BUILD": [
                        .calls(.bash("sleep 0.5; echo built", "Build it", inBackground: true)),
                        .says("It is built."),
                    ]
                ], settings: ["sisyphus": ["background_execution": false]])
            let outcome = try session.prompt("BUILD it").run()
            #expect(outcome.exitCode == 0)
            #expect(outcome.text == "It is built.\n")
            // A shell of the background would have told its id and the file of its output.
            #expect(session.toolResults(of: "BUILD") == ["built"])
            #expect(session.tasks.isEmpty)
            session.expectHealth()
        }

        @Test func `more shells than the settings allow are denied, and the model is told why`()
            throws
        {
            let session = try ClientSession(
                [
                    "BUILD": [
                        .calls(
                            .bash("sleep 1; echo built", "Build one", inBackground: true),
                            .bash("sleep 1; echo built", "Build two", inBackground: true)),
                        .says("One is being built."),
                    ]
                ], settings: ["max_background_tasks": 1])
            #expect(try session.prompt("BUILD both").run().exitCode == 0)
            #expect(session.tasks.map { $0["status"] } == ["completed"])
            let denials = session.toolResults(of: "BUILD").filter {
                $0.contains("1 of 1 background tasks are running")
            }
            #expect(denials.count == 1, "\(session.toolResults(of: "BUILD"))")
            session.expectHealth()
        }

        @Test func `the tasks of a client that was killed are lost`() throws {
            let session = try ClientSession([
                "SERVE": [
                    .calls(.bash("echo ready; sleep 60", "Serve", inBackground: true)),
                    .says("It serves."),
                ]
            ])
            let running = try session.prompt("SERVE it").start()
            // By then no hook runs that would die with the client.
            let desktop = try #require(session.desktop)
            try wait(for: "the end of the turn: \(session.whereabouts)") { try desktop.shown == 1 }
            #expect(session.tasks.map { $0["status"] } == ["running"])
            let client = try #require(session.tasks.first?["client"]?["pid"]?.int)
            kill(pid_t(client), SIGKILL)
            _ = running.outcome(seconds: 10)
            let listing = try session.answer("list", "--json")
            let task = listing["tasks"]?.array?.first
            #expect(task?["status"] == "failed")
            #expect(task?["error"]?.string?.hasPrefix("Lost") == true, "\(listing.text())")
            let bubble = try bubble("Background task 'Serve' failed", of: session)
            #expect(bubble.body.contains("Lost"))
            session.expectHealth()
        }

        /// The one bubble of a title, once it is on the screen.
        private func bubble(
            _ title: String, of session: ClientSession
        ) throws -> ClientDesktop.Bubble {
            let desktop = try #require(session.desktop)
            try wait(for: "the delivery of \(title): \(session.whereabouts)") {
                session.home.deliveries.contains { $0["title"]?.string == title }
            }
            let bubbles = try desktop.takeAll().filter { $0.title == title }
            #expect(bubbles.count == 1)
            return try #require(bubbles.first)
        }
    }
}
