internal import RingbackSystem
import AlertDelivery
import Foundation
import LosslessJSON
import RingbackModel
import TestSupport
import Testing

@testable import WebChannels

/// Servers that misbehave: nothing is lost, and nothing is sent twice.
@Suite struct DeliveryTests {
    @Test(arguments: [
        ("500", TestAnswer.reply(500, "{}")), ("502 HTML", .reply(502, "<html>Bad Gateway</html>")),
        ("HTML", .reply(200, "<html>Please log in</html>")), ("nothing", .reply(200, "")),
        ("408", .reply(408, #"{"ok":false,"description":"Timeout"}"#)),
    ])
    func `what was not taken is sent again`(_ name: String, _ fault: TestAnswer) async throws {
        try await onThread {
            let server = try FakeTelegram()
            let fixture = try WebFixture.telegram(server)
            server.fault("sendMessage", fault, fault)
            let channel = fixture.channel(.telegram)
            let delivery = channel.show(notice())
            #expect(delivery.words.hasPrefix("shown: not yet: Telegram answers "))
            eventually("the third try") { server.calls("sendMessage").count == 3 }
            eventually("the log") { fixture.logged == ["T: shown"] }
            channel.shut()
            #expect(server.calls("sendMessage").count == 3)
            // Each pause is twice the one before.
            let times = server.requests("sendMessage").map(\.at)
            #expect(times[1].timeIntervalSince(times[0]) >= 0.020)
            #expect(times[2].timeIntervalSince(times[1]) >= 0.040)
        }
    }

    @Test(arguments: [true, false])
    func `a server that asks for a pause gets it`(_ inHeader: Bool) async throws {
        try await onThread {
            let server = try FakeTelegram()
            let fixture = try WebFixture.telegram(server)
            let body =
                #"{"ok":false,"error_code":429,"description":"Too Many Requests"\#(inHeader ? "" : #","parameters":{"retry_after":1}"#)}"#
            server.fault("sendMessage", .reply(429, inHeader ? ["Retry-After": "1"] : [:], body))
            let channel = fixture.channel(.telegram)
            #expect(channel.show(notice()).words.contains("answers 429: Too Many Requests"))
            // What comes meanwhile waits, too.
            _ = channel.show(notice("U"))
            eventually("both") { server.calls("sendMessage").count == 3 }
            eventually("the log") { fixture.logged.contains("T: shown") }
            channel.shut()
            let times = server.requests("sendMessage").map(\.at)
            #expect(times.count == 3)
            #expect(times[1].timeIntervalSince(times[0]) >= 1)
        }
    }

    @Test(arguments: ["hang", "drop", "slow", "huge"])
    func `what may have been taken is not sent twice`(_ name: String) async throws {
        try await onThread {
            let server = try FakeTelegram()
            let fixture = try WebFixture.telegram(server)
            let fault: TestAnswer =
                switch name {
                case "hang": .hang
                case "drop": .drop
                case "slow": .slow(String(repeating: "x", count: 100), milliseconds: 50)
                default: .reply(200, String(repeating: "x", count: 3 << 20))
                }
            server.fault("sendMessage", fault)
            let channel = fixture.channel(.telegram)
            let start = Date()
            let delivery = channel.show(notice())
            #expect(Date().timeIntervalSince(start) < 1.5)
            #expect(delivery.words.hasPrefix("shown: it may have arrived: Telegram "))
            #expect(channel.show(notice("U")).words == "shown: Telegram, message 101")
            channel.shut()
            let second = fixture.channel(.telegram)
            #expect(second.show(notice("V")).words == "shown: Telegram, message 102")
            second.shut()
            #expect(server.calls("sendMessage").count == 3)
        }
    }

    @Test func `the courier waits no longer than it has time for`() async throws {
        try await onThread {
            let server = try FakeTelegram()
            var pace = Pace.quick
            pace.request = 4000
            pace.patience = 200
            let fixture = try WebFixture.telegram(server, pace: pace)
            server.fault(
                "sendMessage",
                .slow(#"{"ok":true,"result":{"message_id":3}}"#, milliseconds: 20))
            let channel = fixture.channel(.telegram)
            let start = Date()
            #expect(channel.show(notice()).words.hasPrefix("shown: under way"))
            #expect(Date().timeIntervalSince(start) < 1.5)
            #expect(channel.holdsNotices)
            eventually("the log") { fixture.logged == ["T: shown"] }
            eventually("the end") { !channel.holdsNotices }
            channel.shut()
        }
    }

    @Test func `a question that may have arrived can be answered by its button`() async throws {
        try await onThread {
            let server = try FakeTelegram()
            let fixture = try WebFixture.telegram(server)
            server.fault("sendMessage", .drop)
            let channel = fixture.channel(.telegram)
            let asked = question("A?", ["Yes"])
            let id = try #require(channel.show(asked).id)
            server.press("rb:\(id):0", message: 77)
            eventually("the reply") { channel.replies() == [Reply(id: id, answer: .option(0))] }
            _ = channel.show(conclusion(of: asked, "Answered", at: id))
            eventually("the edit") { server.calls("editMessageText").count == 1 }
            #expect(server.calls("editMessageText").first?["message_id"] == 77)
            channel.shut()
            #expect(server.calls("sendMessage").count == 1)
        }
    }

    @Test func `what a courier leaves behind is sent by the next`() async throws {
        try await onThread {
            let server = try FakeTelegram()
            var pace = Pace.quick
            pace.firstPause = 60_000
            pace.longestPause = 60_000
            let fixture = try WebFixture.telegram(server, pace: pace)
            server.fault("sendMessage", .reply(500, "{}"))
            let first = fixture.channel(.telegram)
            #expect(first.show(notice()).words.hasPrefix("shown: not yet"))
            #expect(first.holdsNotices)
            first.shut()
            let spooled = fixture.spooled(.telegram)
            #expect(spooled.count == 1)
            let file = fixture.paths.state + "/away/telegram/" + spooled[0]
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            let second = fixture.channel(.telegram)
            _ = second.holdsNotices
            eventually("the second try") { server.calls("sendMessage").count == 2 }
            eventually("the log") { fixture.logged == ["T: shown"] }
            second.shut()
        }
    }

    @Test func `what was leaving when a courier was killed is not sent again`() async throws {
        try await onThread {
            let server = try FakeTelegram()
            var pace = Pace.quick
            pace.request = 30_000
            pace.patience = 300
            let fixture = try WebFixture.telegram(server, pace: pace)
            server.fault("sendMessage", .hang)
            let first = fixture.channel(.telegram)
            #expect(first.show(notice()).words.hasPrefix("shown: under way"))
            // As a kill would: no answer is waited for.
            first.shut()
            let second = fixture.channel(.telegram)
            #expect(second.show(notice("U")).words == "shown: Telegram, message 101")
            eventually("the note") { fixture.notes.contains("it may have arrived") }
            second.shut()
            #expect(server.calls("sendMessage").count == 2)
        }
    }

    @Test func `two couriers never send from one spool`() async throws {
        try await onThread {
            let server = try FakeTelegram()
            let fixture = try WebFixture.telegram(server)
            let first = fixture.channel(.telegram)
            _ = first.show(notice())
            let second = fixture.channel(.telegram)
            #expect(second.show(notice("U")).words.hasPrefix("shown: under way"))
            first.shut()
            eventually("the second") { server.calls("sendMessage").count == 2 }
            second.shut()
        }
    }

    @Test func `what can't be sent for a day is given up`() async throws {
        try await onThread {
            let server = try FakeTelegram()
            var pace = Pace.quick
            pace.giveUp = 300
            let fixture = try WebFixture.telegram(server, pace: pace)
            for _ in 0..<50 { server.fault("sendMessage", .reply(500, "{}")) }
            let channel = fixture.channel(.telegram)
            _ = channel.show(notice())
            eventually("the end") { fixture.logged == ["T: silent"] }
            #expect(fixture.spooled(.telegram).isEmpty)
            channel.shut()
        }
    }

    @Test func `a server that is not there is tried again`() async throws {
        try await onThread {
            let server = try FakeTelegram()
            let fixture = try WebFixture.telegram(server)
            server.server.stop()
            let channel = fixture.channel(.telegram)
            let words = channel.show(notice()).words
            #expect(words.hasPrefix("shown: not yet: Telegram can't be reached"))
            channel.shut()
            #expect(fixture.spooled(.telegram).count == 1)
            #expect(!fixture.notes.contains(FakeTelegram.token))
        }
    }

    @Test func `an answer that leads elsewhere is not followed`() async throws {
        try await onThread {
            let other = try TestServer { _ in .reply(200, "{}") }
            let server = try FakeTelegram()
            server.fault("sendMessage", .reply(302, ["Location": other.url], ""))
            let channel = try WebFixture.telegram(server).channel(.telegram)
            #expect(channel.show(notice()).words.hasPrefix("failed: Telegram answers 302"))
            channel.shut()
            #expect(other.requests.isEmpty)
            other.stop()
        }
    }

    @Test func `listening goes on after a server's failures`() async throws {
        try await onThread {
            let server = try FakeTelegram()
            let fixture = try WebFixture.telegram(server)
            server.fault(
                "getUpdates", .reply(500, ""), .drop, .reply(200, "<html>"), .hang,
                .reply(409, #"{"ok":false,"description":"Conflict"}"#))
            var pace = Pace.quick
            pace.request = 600
            let channel = fixture.channel(.telegram)
            let id = try #require(channel.show(question("A?", ["Yes"])).id)
            eventually("five failures") { server.requests("getUpdates").count >= 4 }
            server.press("rb:\(id):0", message: 101)
            channel.shut()
            let second = fixture.channel(.telegram)
            _ = second.resume(question("A?", ["Yes"]), id: id)
            eventually("the reply") { second.replies() == [Reply(id: id, answer: .option(0))] }
            second.shut()
        }
    }
}
