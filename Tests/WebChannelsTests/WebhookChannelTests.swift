import AlertDelivery
import Foundation
import LosslessJSON
import RingbackModel
import TestSupport
import Testing

@testable import WebChannels

@Suite struct WebhookChannelTests {
    private static func sent(
        _ notice: Notice, _ form: String, more: String = "", server: TestServer
    ) throws -> JSON {
        let fixture = try WebFixture(
            #""webhook": {"url": "\#(server.url)/services/SECRET", "form": "\#(form)"\#(more)}"#)
        let channel = fixture.channel(.webhook)
        #expect(channel.show(notice).words == "shown: 127.0.0.1:\(server.port)")
        #expect(channel.replySignal == nil)
        channel.shut()
        return try JSON.parse(try #require(server.requests.last).body)
    }

    @Test func `posts JSON, with the headers of the settings`() async throws {
        try await onThread {
            let server = try TestServer { _ in .reply(204, "") }
            var notice = question("Q?", ["Yes", "No"])
            notice.alert.agent = .claude
            notice.alert.task = "t1"
            let json = try Self.sent(
                notice, "json", more: #", "headers": {"X-Source": "ringback"}"#, server: server)
            #expect(
                json == [
                    "kind": "question", "title": "Q?", "body": "body", "urgency": "critical",
                    "agent": "claude", "project": "shop", "task": "t1",
                    "created": "2026-11-20T18:31:44.123Z", "options": ["Yes", "No"],
                    "answer": "To answer: ringback answer t",
                ])
            #expect(server.requests[0].headers["x-source"] == "ringback")
            #expect(server.requests[0].path == "/services/SECRET")
            server.stop()
        }
    }

    @Test func `writes no mention or link into Slack`() async throws {
        try await onThread {
            let server = try TestServer { _ in .reply(200, "ok") }
            let json = try Self.sent(
                notice("<!channel> & co", body: "<http://x|y>"), "slack", server: server)
            #expect(json == ["text": "*&lt;!channel&gt; &amp; co*\n&lt;http://x|y&gt;"])
            server.stop()
        }
    }

    @Test func `pings nobody in Discord, and stays within 2000`() async throws {
        try await onThread {
            let server = try TestServer { _ in .reply(204, "") }
            let json = try Self.sent(
                notice("@everyone *a*", body: "_b_"), "discord", server: server)
            #expect(
                json == [
                    "content": .string(#"**@everyone \*a\***"# + "\n" + #"\_b\_"#),
                    "allowed_mentions": ["parse": []],
                ])
            for letter in ["x", "*", "😀", "\\"] {
                let long = String(repeating: letter, count: 4000)
                let json = try Self.sent(
                    notice(long + letter, body: long), "discord", server: server)
                let count = try #require(json["content"]?.string).utf16.count
                #expect(count <= 2000 && count > 1900, "\(letter): \(count)")
            }
            server.stop()
        }
    }

    @Test func `waits as long as Discord says`() async throws {
        let address = try #require(WebAddress("https://discord.com/api/webhooks/1/x"))
        let service = WebhookService(address: address, form: .discord, headers: [:])
        let item = AwayItem(
            id: 1, alert: alert(), title: "", body: "", options: [], hint: "", project: nil,
            created: alert().created)
        let body = Array(#"{"message": "You are being rate limited.", "retry_after": 64.57}"#.utf8)
        let verdict = service.verdict(HTTPResponse(status: 429, body: body), on: item)
        #expect(
            verdict
                == .later(
                    reason: "discord.com answers 429: You are being rate limited.", seconds: 65))
    }

    @Test func `an address that is gone is refused`() async throws {
        try await onThread {
            let server = try TestServer { _ in .reply(404, "no_service") }
            let fixture = try WebFixture(#""webhook": {"url": "\#(server.url)/SECRET"}"#)
            let channel = fixture.channel(.webhook)
            let words = channel.show(notice()).words
            #expect(words.hasPrefix("failed: 127.0.0.1:\(server.port) answers 404"))
            #expect(!words.contains("SECRET"))
            #expect(channel.probe()?.words == "shown: 127.0.0.1:\(server.port)")
            channel.shut()
            server.stop()
        }
    }
}
