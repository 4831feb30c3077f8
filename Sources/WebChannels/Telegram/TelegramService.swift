internal import AlertDelivery
internal import LosslessJSON
internal import RingbackModel

/// A chat with a bot of Telegram's.
///
/// Source: https://core.telegram.org/bots/api: sendMessage, editMessageText, getUpdates,
/// answerCallbackQuery, InlineKeyboardButton, ForceReply, ResponseParameters.
struct TelegramService: WebService {
    let chat: Int
    /// Where the Bot API is: `https://api.telegram.org`.
    let api: WebAddress
    /// A token as ``isToken(_:)`` has it, so that it stays within the address.
    let token: String

    var place: String { "Telegram" }

    static let usualAPI = "https://api.telegram.org"

    /// What a message may hold, in UTF-16 units.
    private static let longest = 4096
    private static let longestTitle = 256
    private static let longestButton = 64

    /// Whether a text can be a bot's token: `123456789:` and letters.
    static func isToken(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (3...20).contains(parts[0].utf8.count),
            (20...100).contains(parts[1].utf8.count)
        else { return false }
        return parts[0].utf8.allSatisfy { (0x30...0x39).contains($0) }
            && parts[1].utf8.allSatisfy {
                SecretScanner.isWord($0) || $0 == UInt8(ascii: "-")
            }
    }

    // MARK: Showing

    func publish(_ item: AwayItem) -> HTTPRequest {
        var call: JSONObject = [
            "chat_id": .integer(chat), "text": .string(text(of: item)), "parse_mode": "HTML",
            "link_preview_options": ["is_disabled": true],
        ]
        if item.alert.urgency == .low { call["disable_notification"] = true }
        call["reply_markup"] = markup(of: item)
        return request("sendMessage", call)
    }

    /// The title in bold, and the body; cut before it is escaped, as the limit counts what is read.
    private func text(of item: AwayItem, closing: String? = nil) -> String {
        let title = item.title.cut(units: Self.longestTitle)
        var end = closing.map { "\n\n" + $0.cut(units: 1000) } ?? ""
        if closing == nil, item.alert.ask?.takesText == true, !item.options.isEmpty {
            end = "\n\nOr reply to this message in your own words."
        }
        let room = Self.longest - title.utf16.count - end.utf16.count - 1
        let body = item.body.isEmpty ? "" : "\n" + item.body.cut(units: room)
        return "<b>\(Self.escape(title))</b>" + Self.escape(body + end)
    }

    /// Source: "Formatting options", HTML style: only these have to be replaced.
    private static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// A button an option; for any text, a field that opens by itself.
    private func markup(of item: AwayItem) -> JSON? {
        guard item.alert.ask != nil else { return nil }
        guard !item.options.isEmpty else {
            return ["force_reply": true, "input_field_placeholder": "Your answer"]
        }
        let buttons = item.options.enumerated().map { index, option -> JSON in
            let label = option.isEmpty ? "–" : option.cut(units: Self.longestButton)
            return [
                "text": .string(label),
                "callback_data": .string(TelegramUpdate.data(id: item.id, index: index)),
            ]
        }
        return ["inline_keyboard": .array(buttons.map { [$0] })]
    }

    func close(_ item: AwayItem) -> HTTPRequest? {
        guard let closing = item.closing, let number = item.message.flatMap({ Int($0) }) else {
            return nil
        }
        if item.canChange {
            return request(
                "editMessageText",
                [
                    "chat_id": .integer(chat), "message_id": .integer(number),
                    "text": .string(text(of: item, closing: closing)), "parse_mode": "HTML",
                    "link_preview_options": ["is_disabled": true],
                ])
        }
        // A message that asks for a reply can't be edited: then a quiet one follows on it.
        return request(
            "sendMessage",
            [
                "chat_id": .integer(chat), "text": .string(closing.cut(units: Self.longest)),
                "disable_notification": true,
                "reply_parameters": [
                    "message_id": .integer(number), "allow_sending_without_reply": true,
                ],
            ])
    }

    func verdict(_ response: HTTPResponse, on item: AwayItem) -> Verdict {
        guard let json = try? JSON.parse(response.body), let isGood = json["ok"]?.bool else {
            return response.verdict(
                of: place, said: "not as the Bot API does", remedy: Self.apiRemedy)
        }
        if isGood {
            let result = json["result"]
            let canChange = item.alert.ask == nil || !item.options.isEmpty
            return .taken(
                message: result?["message_id"]?.int.map { String($0) },
                at: result?["date"]?.int, canChange: canChange)
        }
        let said = json["description"]?.string ?? ""
        if said.contains("message is not modified") {
            return .taken(message: item.message, at: item.taken, canChange: item.canChange)
        }
        let verdict = response.verdict(of: place, said: said, remedy: remedy(response, json))
        if case .later(let reason, let seconds) = verdict {
            let asked = json["parameters"]?["retry_after"]?.int
            return .later(reason: reason, seconds: asked ?? seconds)
        }
        if response.status == 401 || response.status == 404, item.message == nil {
            return .refused(Trouble(reason: refusal(response), remedy: remedy(response, json)))
        }
        return verdict
    }

    private static let apiRemedy = "see that RINGBACK_TELEGRAM_API names a Bot API, or unset it"

    /// Source: the API's answers; a token that it never gave out is "Not Found".
    private func refusal(_ response: HTTPResponse) -> String {
        "the token is refused (\(response.status))"
    }

    private func remedy(_ response: HTTPResponse, _ json: JSON) -> String {
        let said = json["description"]?.string ?? ""
        if let other = json["parameters"]?["migrate_to_chat_id"]?.int {
            return "the group has another number now: set ringback.telegram.chat to \(other)"
        }
        switch response.status {
        case 401, 404: return "ask @BotFather for the bot's token, and put it where it is read from"
        case 403: return "open the chat with the bot, and press Start; in a group, add the bot"
        case 400 where said.contains("chat not found"):
            return "send the bot a message from that chat, or correct ringback.telegram.chat"
        default: return ""
        }
    }

    // MARK: Hearing

    func listen(to items: [AwayItem], from mark: Int?, for milliseconds: Int) -> HTTPRequest? {
        let seconds = milliseconds / 1000
        let kinds = "%5B%22message%22%2C%22callback_query%22%5D"
        let start = mark.map { "&offset=\($0)" } ?? ""
        var request = request("getUpdates?timeout=\(seconds)&allowed_updates=\(kinds)\(start)")
        // The server holds the question; the network may take its time, too.
        request.milliseconds = seconds * 1000 + 15_000
        return request
    }

    func hear(_ bytes: [UInt8], of items: [AwayItem]) -> Hearing? {
        guard let json = try? JSON.parse(bytes), json["ok"]?.bool == true,
            let updates = json["result"]?.array
        else { return nil }
        var hearing = Hearing()
        for update in updates.compactMap(TelegramUpdate.init) {
            hearing.mark = max(hearing.mark ?? 0, update.number + 1)
            if let answer = update.answer(to: items, in: chat) {
                hearing.answers.append(answer)
            } else {
                hearing.ignored += 1
            }
            if let query = update.query(in: chat) {
                let isAnswer = hearing.answers.last?.event == String(update.number)
                var call: JSONObject = ["callback_query_id": .string(query)]
                if !isAnswer { call["text"] = "This is no longer open." }
                hearing.thanks.append(request("answerCallbackQuery", call))
            }
        }
        return hearing
    }

    // MARK: Probing

    var probes: [HTTPRequest] {
        [request("getMe"), request("getChat", ["chat_id": .integer(chat)])]
    }

    func trouble(_ response: HTTPResponse) -> Trouble? {
        guard let json = try? JSON.parse(response.body), let isGood = json["ok"]?.bool else {
            let reason = "\(place) answers \(response.status), but not as the Bot API does"
            return Trouble(reason: reason, remedy: Self.apiRemedy)
        }
        if isGood { return nil }
        if response.status == 401 || response.status == 404 {
            return Trouble(reason: refusal(response), remedy: remedy(response, json))
        }
        let said = PlainText.line(json["description"]?.string ?? "", limit: 200)
        return Trouble(
            reason: "\(place) answers \(response.status): \(said)", remedy: remedy(response, json))
    }

    private func request(_ method: String, _ call: JSONObject? = nil) -> HTTPRequest {
        HTTPRequest(
            method: call == nil ? "GET" : "POST", url: api.text + "/bot\(token)/" + method,
            headers: call == nil ? [] : ["Content-Type: application/json"],
            body: call.map { JSON.object($0).bytes() }, isLoopback: api.isLoopback)
    }
}
