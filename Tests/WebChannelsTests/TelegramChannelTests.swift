import AlertDelivery
import Foundation
import LosslessJSON
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

@testable import WebChannels

/// A channel, a server that speaks the Bot API, and what goes over the wire between them.
@Suite struct TelegramChannelTests {
    @Test func `sends a notice to the chat`() async throws {
        try await onThread {
            let server = try FakeTelegram()
            let fixture = try WebFixture.telegram(server)
            let channel = fixture.channel(.telegram)
            let delivery = channel.show(notice("Done", body: "see /home/ann/x, password=hunter2"))
            #expect(delivery.words == "shown: Telegram, message 101")
            let call = try #require(server.calls("sendMessage").first)
            #expect(call["chat_id"] == .integer(FakeTelegram.chat))
            #expect(call["text"]?.string == "<b>Done</b>\nsee ~/x, password=[redacted]")
            #expect(call["reply_markup"] == nil)
            channel.shut()
            #expect(server.calls("getUpdates").isEmpty)
        }
    }

    @Test func `sends an alert once, however often it comes`() async throws {
        try await onThread {
            let server = try FakeTelegram()
            let fixture = try WebFixture.telegram(server)
            let first = fixture.channel(.telegram)
            let id = first.show(notice()).id
            first.shut()
            let second = fixture.channel(.telegram)
            #expect(second.show(notice()).id == id)
            second.shut()
            #expect(server.calls("sendMessage").count == 1)
        }
    }

    @Test(arguments: ["button", "reply", "plain"])
    func `takes an answer, and puts it in the place of the question`(_ way: String) async throws {
        try await onThread {
            let server = try FakeTelegram()
            let fixture = try WebFixture.telegram(server)
            let channel = fixture.channel(.telegram)
            let asked = question("Ship it?", ["Yes", "No"])
            let id = try #require(channel.show(asked).id)
            let signal = try #require(channel.replySignal)
            // Neither of these counts.
            server.press("rb:\(id):0", message: 101, chat: 1)
            server.write("Yes", chat: 1)
            server.write("Yes", replyingTo: 55)
            switch way {
            case "button": server.press("rb:\(id):1", message: 101)
            case "reply": server.write("No", replyingTo: 101)
            default: server.write("No")
            }
            #expect(Readiness.wait(for: [signal], milliseconds: 5000)[0])
            var replies: [Reply] = []
            eventually("the reply") {
                replies += channel.replies()
                return !replies.isEmpty
            }
            #expect(replies == [Reply(id: id, answer: way == "button" ? .option(1) : .text("No"))])
            #expect(channel.show(conclusion(of: asked, "Answered: No", at: id)).id == id)
            eventually("the edit") { !server.calls("editMessageText").isEmpty }
            let edit = try #require(server.calls("editMessageText").dropFirst(0).first)
            #expect(edit["message_id"] == 101)
            #expect(edit["text"]?.string == "<b>Ship it?</b>\nbody\n\nAnswered: No")
            #expect(edit["reply_markup"] == nil)
            eventually("the end") { fixture.spooled(.telegram).isEmpty && !channel.holdsNotices }
            #expect(server.calls("answerCallbackQuery").count == (way == "button" ? 1 : 0))
            channel.shut()
            #expect(!fixture.notes.contains("Yes"))
        }
    }

    @Test func `a question for any text is followed by its answer, as it can't be edited`()
        async throws
    {
        try await onThread {
            let server = try FakeTelegram()
            let channel = try WebFixture.telegram(server).channel(.telegram)
            let asked = question("Which name?")
            let id = try #require(channel.show(asked).id)
            #expect(server.calls("sendMessage").first?["reply_markup"]?["force_reply"] == true)
            _ = channel.show(conclusion(of: asked, "Answered: Bob", at: id))
            eventually("the answer") { server.calls("sendMessage").count == 2 }
            let second = try #require(server.calls("sendMessage").dropFirst(1).first)
            #expect(second["text"] == "Answered: Bob")
            #expect(second["disable_notification"] == true)
            #expect(second["reply_parameters"]?["message_id"] == 101)
            channel.shut()
        }
    }

    @Test func `an update is handled once, also by the next courier`() async throws {
        try await onThread {
            let server = try FakeTelegram()
            let fixture = try WebFixture.telegram(server)
            let first = fixture.channel(.telegram)
            let ids = ["A?", "B?"].compactMap { first.show(question($0, ["Yes"])).id }
            server.press("rb:\(ids[0]):0", message: 101)
            eventually("the reply") { first.replies().map(\.id) == [ids[0]] }
            _ = first.show(conclusion(of: question("A?"), "Answered", at: ids[0]))
            eventually("the next look") { (server.offsets.last ?? 0) == 7001 }
            first.shut()
            let second = fixture.channel(.telegram)
            #expect(second.resume(question("B?", ["Yes"]), id: ids[1]).id == ids[1])
            #expect(second.resume(question("A?", ["Yes"]), id: ids[0]).id == nil)
            server.press("rb:\(ids[1]):0", message: 102)
            eventually("the second reply") { second.replies().map(\.id) == [ids[1]] }
            second.shut()
        }
    }

    @Test func `an answer that no courier has seen to goes to the next`() async throws {
        try await onThread {
            let server = try FakeTelegram()
            let fixture = try WebFixture.telegram(server)
            let first = fixture.channel(.telegram)
            let id = try #require(first.show(question("A?", ["Yes"])).id)
            server.press("rb:\(id):0", message: 101)
            eventually("the reply is kept") {
                fixture.spooled(.telegram).contains { name in
                    fixture.folder.text(".local/state/ringback/away/telegram/" + name)?
                        .contains(#""reply":0"#) ?? false
                }
            }
            first.shut()
            let second = fixture.channel(.telegram)
            #expect(second.resume(question("A?", ["Yes"]), id: id).id == id)
            eventually("the reply") { second.replies() == [Reply(id: id, answer: .option(0))] }
            second.shut()
        }
    }

    @Test func `a question that is withdrawn loses its buttons`() async throws {
        try await onThread {
            let server = try FakeTelegram()
            let channel = try WebFixture.telegram(server).channel(.telegram)
            let id = try #require(channel.show(question("A?", ["Yes"])).id)
            channel.withdraw(id: id)
            eventually("the edit") { !server.calls("editMessageText").isEmpty }
            #expect(
                server.calls("editMessageText").first?["text"]?.string?.hasSuffix("No longer open.")
                    == true)
            channel.shut()
        }
    }

    // MARK: Refusals

    @Test(arguments: [
        (401, "Unauthorized", "the token is refused (401)", "@BotFather"),
        (404, "Not Found", "the token is refused (404)", "@BotFather"),
        (
            403, "Forbidden: bot was blocked by the user", "Telegram answers 403: Forbidden",
            "press Start"
        ),
        (400, "Bad Request: chat not found", "chat not found", "send the bot a message"),
        (400, "Bad Request: message is too long", "message is too long", ""),
    ])
    func `says what is refused, and what to do`(
        _ status: Int, _ said: String, _ reason: String, _ remedy: String
    ) async throws {
        try await onThread {
            let server = try FakeTelegram()
            let fixture = try WebFixture.telegram(server)
            server.fault(
                "sendMessage",
                .reply(status, #"{"ok":false,"error_code":\#(status),"description":"\#(said)"}"#))
            let channel = fixture.channel(.telegram)
            let words = channel.show(notice()).words
            #expect(words.hasPrefix("failed: ") && words.contains(reason))
            #expect(remedy.isEmpty || words.contains(remedy))
            channel.shut()
            #expect(fixture.spooled(.telegram).isEmpty)
            #expect(server.calls("sendMessage").count == 1)
        }
    }

    @Test func `a group that has moved says where to`() async throws {
        try await onThread {
            let server = try FakeTelegram()
            server.fault(
                "sendMessage",
                .reply(
                    400,
                    #"{"ok":false,"description":"group chat was upgraded","parameters":{"migrate_to_chat_id":-1009}}"#
                ))
            let channel = try WebFixture.telegram(server).channel(.telegram)
            #expect(channel.show(notice()).words.contains("set ringback.telegram.chat to -1009"))
            channel.shut()
        }
    }

    // MARK: Test and probe

    @Test func `a test says at once what is wrong, and leaves nothing behind`() async throws {
        try await onThread {
            let server = try FakeTelegram()
            let fixture = try WebFixture.telegram(server)
            server.fault("sendMessage", .reply(503, "{}"))
            let channel = fixture.channel(.telegram)
            #expect(
                channel.show(notice("T", .test)).words.hasPrefix("failed: Telegram answers 503"))
            #expect(channel.show(notice("T", .test)).words == "shown: Telegram, message 101")
            #expect(fixture.spooled(.telegram).isEmpty)
        }
    }

    @Test func `a probe asks for the bot and the chat`() async throws {
        try await onThread {
            let server = try FakeTelegram()
            let channel = try WebFixture.telegram(server).channel(.telegram)
            #expect(channel.probe()?.words == "shown: Telegram")
            #expect(server.requests("getMe").count == 1)
            #expect(server.calls("getChat").first?["chat_id"] == .integer(FakeTelegram.chat))
            server.fault("getMe", .reply(401, #"{"ok":false,"description":"Unauthorized"}"#))
            #expect(channel.probe()?.words.hasPrefix("failed: the token is refused (401)") == true)
            server.fault("getMe", .reply(200, "<html>"))
            #expect(channel.probe()?.words.contains("not as the Bot API does") == true)
            server.fault("getMe", .hang)
            #expect(channel.probe()?.words.contains("does not answer") == true)
        }
    }
}
