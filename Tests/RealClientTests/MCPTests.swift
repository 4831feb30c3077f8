import Foundation
import LosslessJSON
import TestSupport
import Testing

extension RealClientTests {
    /// The tools that `ringback install` gives the client.
    @Suite struct MCPTools {
        @Test func `a task is dispatched, waited for, and its result is read by tools`() throws {
            let session = try ClientSession([
                "BUILD": [
                    // The client tells its model of such tools by name only.
                    .calls(
                        .tool(
                            "ToolSearch",
                            [
                                "query": .string(
                                    "select:mcp__ringback__dispatch_background,"
                                        + "mcp__ringback__wait_background_task")
                            ])),
                    .calls(
                        .tool(
                            "mcp__ringback__dispatch_background",
                            [
                                "command": "sleep 4; echo built; test -z \"$CLAUDECODE\"",
                                "id": "build", "description": "Build it",
                            ])),
                    .calls(
                        .tool("mcp__ringback__wait_background_task", ["task_ids": ["build"]])),
                    .says("It is built."),
                ]
            ])
            let outcome = try session.prompt("BUILD it").run(seconds: 60)
            #expect(outcome.exitCode == 0, "\(outcome.errorText)")
            #expect(outcome.text == "It is built.\n")
            let task = try #require(session.home.record("build"), "\(outcome.text)")
            #expect(task["status"] == "completed", "\(task.text())")
            #expect(task["result"] == "built")
            #expect(task["cwd"]?.string == session.project)
            let results = session.toolResults(of: "BUILD")
            #expect(
                results.contains { $0.contains("build") && $0.contains("running") }, "\(results)")
            #expect(results.last?.contains("built") == true, "\(results)")

            let desktop = try #require(session.desktop)
            try wait(for: "two bubbles: \(session.whereabouts)") { try desktop.shown >= 2 }
            #expect(
                Set(try desktop.takeAll().map(\.title))
                    == ["Background task 'Build it' complete", "Claude is done"])
            session.expectHealth()
        }

        @Test func `the client takes the server for its user's, and keeps it`() throws {
            let session = try ClientSession([:])
            let listing = try session.call(["mcp", "list"]).run(seconds: 60)
            #expect(listing.text.contains("ringback:"), "\(listing.text)")
            #expect(listing.text.contains("Connected"), "\(listing.text)")
            // Also where we have made the file: the client completes it.
            try FileManager.default.removeItem(atPath: session.home.folder(".claude.json"))
            #expect(try session.home.ringback("install", "claude").exitCode == 0)
            #expect(try session.call(["mcp", "list"]).run(seconds: 60).text.contains("Connected"))
            let state = try JSON.parse(try #require(session.home.folder.read(".claude.json")))
            #expect(state["firstStartTime"] != nil)
            #expect(state["hasCompletedOnboarding"] == nil)
            #expect(state["mcpServers"]?["ringback"]?["args"] == ["mcp"])
        }
    }
}
