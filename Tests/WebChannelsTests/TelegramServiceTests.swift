import AlertDelivery
import LosslessJSON
import RingbackModel
import Testing

@testable import WebChannels

@Suite struct TelegramServiceTests {
    private func service() throws -> TelegramService {
        let api = try #require(WebAddress(TelegramService.usualAPI))
        return TelegramService(chat: 42, api: api, token: FakeTelegram.token)
    }

    private func item(
        _ title: String, _ body: String = "", options: [String] = [], asks: Bool = false,
        id: UInt32 = 7
    ) -> AwayItem {
        var alert = alert(title)
        if asks { alert.ask = question(title, options).alert.ask }
        return AwayItem(
            id: id, alert: alert, title: title, body: body, options: options, hint: "",
            project: nil, created: alert.created)
    }

    private func call(_ item: AwayItem) throws -> JSON {
        let body = try #require(try service().publish(item).body)
        return try JSON.parse(body)
    }

    @Test func `escapes what HTML would read`() throws {
        let text = try call(item("a < b & <i>", "x > y"))["text"]?.string
        #expect(text == "<b>a &lt; b &amp; &lt;i&gt;</b>\nx &gt; y")
    }

    @Test(arguments: ["x", "<", "é", "😀", "👨‍👩‍👧‍👦"])
    func `stays within 4096 UTF-16 units of what is read`(_ letter: String) throws {
        let long = String(repeating: letter, count: 5000)
        let text = try #require(try call(item(long, long))["text"]?.string)
        let read = text.replacing("&lt;", with: "<").replacing("<b>", with: "")
            .replacing("</b>", with: "")
        #expect(read.utf16.count <= 4096)
        #expect(read.utf16.count > 4080)
        #expect(read.hasSuffix("…"))
    }

    @Test func `gives each option a button of at most 64 bytes`() throws {
        let long = String(repeating: "ö", count: 100)
        let item = item("Q", options: ["Yes", long], asks: true, id: .max)
        let rows = try call(item)["reply_markup"]?["inline_keyboard"]?.array ?? []
        #expect(rows.count == 2)
        #expect(rows.compactMap { $0.array?.first?["text"]?.string?.count } == [3, 64])
        let data = rows.compactMap { $0.array?.first?["callback_data"]?.string }
        #expect(data == ["rb:4294967295:0", "rb:4294967295:1"])
    }

    @Test func `opens a field where any text is an answer`() throws {
        let call = try call(item("Q", asks: true))
        #expect(call["reply_markup"]?["force_reply"] == true)
    }

    @Test func `knows a token from what could lead the request elsewhere`() {
        #expect(TelegramService.isToken(FakeTelegram.token))
        for text in [
            "", "1:2", "123456:../../x", FakeTelegram.token + "/x", "a" + FakeTelegram.token,
        ] {
            #expect(!TelegramService.isToken(text))
        }
    }

    // MARK: Updates

    /// An item with message 5, taken at 1000.
    private func open(_ id: UInt32, options: [String] = []) -> AwayItem {
        var item = item("Q\(id)", options: options, asks: true, id: id)
        item.state = .sent
        item.message = String(id)
        item.taken = 1000
        return item
    }

    private func answers(_ update: String, _ items: [AwayItem]) throws -> [Hearing.Answer]? {
        let bytes = Array(#"{"ok":true,"result":[\#(update)]}"#.utf8)
        return try service().hear(bytes, of: items)?.answers
    }

    private func message(
        _ text: String, chat: Int = 42, date: Int = 1001, reply: Int? = nil, more: String = ""
    ) -> String {
        let reply = reply.map { #","reply_to_message":{"message_id":\#($0)}"# } ?? ""
        return #"{"update_id":9,"message":{"message_id":1,"from":{"id":3\#(more)},"#
            + #""chat":{"id":\#(chat)},"date":\#(date),"text":"\#(text)"\#(reply)}}"#
    }

    private func press(_ data: String, chat: Int = 42, message: Int = 5) -> String {
        #"{"update_id":9,"callback_query":{"id":"q","message":{"message_id":\#(message),"#
            + #""chat":{"id":\#(chat)}},"data":"\#(data)"}}"#
    }

    @Test func `takes a button, a reply, and a plain message to the only question`() throws {
        let items = [open(5, options: ["Yes", "No"])]
        #expect(try answers(press("rb:5:1"), items)?.map(\.answer) == [.option(1)])
        #expect(try answers(message("so", reply: 5), items)?.map(\.answer) == [.text("so")])
        #expect(try answers(message("plain"), items)?.map(\.answer) == [.text("plain")])
    }

    @Test func `ignores strangers, unknown messages and what came before`() throws {
        let items = [open(5, options: ["Yes", "No"])]
        let ignored = [
            press("rb:5:1", chat: 43), press("rb:5:2"), press("rb:5:-1"), press("rb:6:0"),
            press("other"), press("rb:5:1", message: 6), message("x", chat: 43),
            message("x", chat: 43, reply: 5), message("x", reply: 99), message("/start"),
            message("x", date: 999), message("x", more: #","is_bot":true"#), message(""),
            #"{"update_id":9}"#, #"{"update_id":9,"message":{}}"#, #"{"update_id":9,"message":7}"#,
        ]
        for update in ignored { #expect(try answers(update, items) == [], "\(update)") }
    }

    @Test func `a plain message answers nothing while two questions are open`() throws {
        let items = [open(5), open(6)]
        #expect(try answers(message("x"), items) == [])
        #expect(try answers(message("x", reply: 6), items)?.map(\.id) == [6])
    }

    @Test func `goes on behind the last update, whatever it was`() throws {
        let service = try service()
        let hearing = service.hear(
            Array(#"{"ok":true,"result":[{"update_id":3},{"update_id":8}]}"#.utf8), of: [])
        #expect(hearing?.mark == 9)
        #expect(hearing?.ignored == 2)
        for text in ["<html>", "{}", #"{"ok":false}"#, "[]", ""] {
            #expect(service.hear(Array(text.utf8), of: []) == nil)
        }
    }
}
