internal import AlertDelivery
internal import LosslessJSON

/// Something that Telegram tells the bot of.
struct TelegramUpdate {
    /// Each has a number of its own, and a higher one than those before.
    let number: Int
    private let json: JSON

    init?(_ json: JSON) {
        guard let number = json["update_id"]?.int else { return nil }
        self.number = number
        self.json = json
    }

    /// What a button says of itself: at most 64 bytes.
    static func data(id: UInt32, index: Int) -> String { "rb:\(id):\(index)" }

    /// The answer that it is to one of these items.
    ///
    /// Only what is said in the configured chat counts, whoever of its members says it: a button of
    /// ours, a reply to a message of ours, or, while one question alone is open, a plain message.
    func answer(to items: [AwayItem], in chat: Int) -> Hearing.Answer? {
        if let query = json["callback_query"] { return press(query, items, chat) }
        guard let message = json["message"], message["chat"]?["id"]?.int == chat,
            message["from"]?["is_bot"]?.bool != true,
            let text = message["text"]?.string, !text.isEmpty
        else { return nil }
        let open = items.filter(\.isOpen)
        if let original = message["reply_to_message"]?["message_id"]?.int {
            return open.first { $0.message == String(original) }.map { answer($0, .text(text)) }
        }
        // A command is for the bot, and what was said before the question is no answer to it.
        guard open.count == 1, !text.hasPrefix("/"), let date = message["date"]?.int,
            let taken = open[0].taken, date >= taken
        else { return nil }
        return answer(open[0], .text(text))
    }

    private func press(_ query: JSON, _ items: [AwayItem], _ chat: Int) -> Hearing.Answer? {
        guard let message = query["message"], message["chat"]?["id"]?.int == chat,
            let parts = query["data"]?.string?.split(separator: ":"), parts.count == 3,
            parts[0] == "rb", let id = UInt32(parts[1]), let index = Int(parts[2]),
            let item = items.first(where: { $0.id == id && $0.isOpen }),
            item.options.indices.contains(index)
        else { return nil }
        let number = message["message_id"]?.int.map { String($0) }
        guard item.message == nil || item.message == number else { return nil }
        return answer(item, .option(index), message: number)
    }

    private func answer(
        _ item: AwayItem, _ answer: Reply.Answer, message: String? = nil
    ) -> Hearing.Answer {
        Hearing.Answer(
            id: item.id, answer: answer, event: String(number), message: message ?? item.message)
    }

    /// The press of a button that waits for a word of ours; strangers get none.
    func query(in chat: Int) -> String? {
        guard let query = json["callback_query"], query["message"]?["chat"]?["id"]?.int == chat
        else { return nil }
        return query["id"]?.string
    }
}
