import AlertDelivery
import Foundation
import LosslessJSON
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

@testable import WebChannels

@Suite struct NtfyChannelTests {
    private static func fixture(_ server: FakeNtfy, _ variables: [String: String] = [:]) throws
        -> WebFixture
    {
        try WebFixture(
            #""ntfy": {"url": "\#(server.server.url)/alerts"}"#, variables, server: server)
    }

    @Test func `publishes a notice by its urgency`() async throws {
        try await onThread {
            let server = try FakeNtfy()
            let channel = try Self.fixture(server, ["RINGBACK_NTFY_TOKEN": "tk_goodgoodgood"])
                .channel(.ntfy)
            let words = channel.show(notice("Broken", .failed)).words
            #expect(words.hasPrefix("shown: 127.0.0.1:") && words.hasSuffix(", message m1"))
            let call = try #require(server.published.first)
            #expect(call["topic"] == "alerts")
            #expect(call["title"] == "Broken")
            #expect(call["message"] == "body")
            #expect(call["priority"] == 4)
            #expect(call["tags"] == ["x"])
            #expect(call["actions"] == nil)
            #expect(server.server.requests[0].headers["authorization"] == "Bearer tk_goodgoodgood")
            channel.shut()
        }
    }

    @Test(arguments: [true, false])
    func `takes an answer by its buttons, and says that it did`(_ knowsSequences: Bool) async throws
    {
        let server = try FakeNtfy(knowsSequences: knowsSequences)
        let channel = try Self.fixture(server).channel(.ntfy)
        nonisolated(unsafe) let open = channel
        let asked = question("Ship it?", ["Yes", "No", "Later", "Never"])
        let id = try #require(channel.show(asked).id)
        let call = try #require(server.published.first)
        let actions = try #require(call["actions"]?.array)
        #expect(actions.compactMap { $0["label"]?.string } == ["Yes", "No", "Later"])
        #expect(actions.allSatisfy { $0["headers"] == nil && $0["clear"] == true })
        #expect(call["message"] == "body\nTo answer: ringback answer t")
        try await server.press(["url": actions[1]["url"] ?? .null, "body": "99"])
        try await server.press(actions[1])
        try await onThread {
            var replies: [Reply] = []
            eventually("the reply") {
                unsafe replies += open.replies()
                return !replies.isEmpty
            }
            #expect(replies == [Reply(id: id, answer: .option(1))])
            unsafe _ = open.show(conclusion(of: asked, "Answered: No", at: id))
            eventually("the end") { server.published.count == 2 }
            unsafe open.shut()
        }
        let second = try #require(server.published.last)
        #expect(second["message"] == "Answered: No")
        #expect(second["priority"] == 2)
        #expect((second["sequence_id"] == call["sequence_id"]) == knowsSequences)
        #expect(second["actions"] == nil)
    }

    @Test func `each question has a topic of its own for its answers`() async throws {
        try await onThread {
            let server = try FakeNtfy()
            let channel = try Self.fixture(server).channel(.ntfy)
            for title in ["A?", "B?"] { _ = channel.show(question(title, ["Yes"])) }
            let topics = server.published.compactMap { $0["actions"]?.array?.first?["url"]?.string }
            #expect(Set(topics).count == 2)
            #expect(topics.allSatisfy { $0.contains("/ringback-") && $0.utf8.count > 50 })
            eventually("both are listened to") {
                server.server.requests.contains { request in
                    topics.allSatisfy { request.path.contains($0.split(separator: "/").last ?? "") }
                }
            }
            channel.shut()
        }
    }

    @Test(arguments: [true, false])
    func `what may have been taken is looked for`(_ isTaken: Bool) async throws {
        try await onThread {
            let server = try FakeNtfy()
            let fixture = try Self.fixture(server)
            server.fault(.drop, isTaken: isTaken)
            let channel = fixture.channel(.ntfy)
            #expect(channel.show(notice()).words.hasPrefix("shown: not yet: 127.0.0.1:"))
            eventually("the log") { fixture.logged == ["T: shown"] }
            channel.shut()
            #expect(server.count(of: "alerts") == 1)
            #expect(server.published.count == (isTaken ? 1 : 2))
        }
    }

    @Test func `a topic that wants a token says so`() async throws {
        try await onThread {
            let server = try FakeNtfy()
            let fixture = try Self.fixture(server)
            server.fault(.reply(403, #"{"code":40301,"http":403,"error":"forbidden"}"#))
            let channel = fixture.channel(.ntfy)
            #expect(
                channel.show(notice()).words.contains(
                    "name a file with it as ringback.ntfy.token_file"))
            channel.shut()
        }
    }

    @Test func `a probe finds a token that is refused`() async throws {
        try await onThread {
            let server = try FakeNtfy()
            #expect(
                try Self.fixture(server).channel(.ntfy).probe()?.words.hasPrefix("shown") == true)
            for (token, words) in [
                ("tk_goodgoodgood", "shown"),
                ("tk_badbadbad", "failed: the token is refused (401)"),
            ] {
                let channel = try Self.fixture(server, ["RINGBACK_NTFY_TOKEN": token]).channel(
                    .ntfy)
                #expect(channel.probe()?.words.hasPrefix(words) == true)
            }
        }
    }
}
