internal import RingbackModel

/// What can be clicked in the notification of a question, on one service.
///
/// The keys are ours: an option is known by its place, never by its words, which are an agent's.
struct AskActions: Equatable {
    /// The key and the label of each, as the service takes them.
    private(set) var list: [Action] = []
    /// Whether a text can be written in the notification itself.
    private(set) var takesText = false
    /// Whether every answer can be given in the notification itself.
    private(set) var isComplete = false

    struct Action: Equatable {
        var key: String
        var label: String
    }

    /// A click on the notification itself: it never means one of the options.
    static let open = "default"
    private static let more = "more"
    /// Source: Plasma's notification server and swaync.
    private static let reply = "inline-reply"

    /// Nothing to click.
    init() {}

    /// What a service can offer for a question: all options, or the first of them and a way to the
    /// rest.
    init(_ ask: Ask, on service: NotificationService) {
        guard service.capabilities.contains("actions") else { return }
        list = [Action(key: Self.open, label: "Open")]
        let wantsText = ask.takesText || ask.options.isEmpty
        takesText = wantsText && service.capabilities.contains("inline-reply")
        var room = service.buttons - (takesText ? 1 : 0)
        let needsMore = ask.options.count > room || (wantsText && !takesText)
        if needsMore { room -= 1 }
        isComplete = !needsMore
        for (index, option) in ask.options.prefix(room).enumerated() {
            list.append(Action(key: String(index), label: Self.label(option, index)))
        }
        if takesText { list.append(Action(key: Self.reply, label: "Reply…")) }
        if needsMore {
            let label = ask.options.isEmpty ? "Answer…" : "More…"
            list.append(Action(key: Self.more, label: label))
        }
    }

    /// Which answer a key stands for; `nil` where it is none of ours.
    static func answer(_ key: String, options: Int) -> Click? {
        switch key {
        case open, more: .opened
        default:
            // Only what we have written: no sign, no zero before it.
            (0..<options).first { String($0) == key }.map(Click.option)
        }
    }

    enum Click: Equatable {
        case option(Int)
        case opened
    }

    /// A label that no service takes for markup (notification-daemon does) or for a mnemonic
    /// (Plasma's buttons do), and that fits a button.
    private static func label(_ option: String, _ index: Int) -> String {
        let safe = PlainText.line(option, limit: 200).map { character -> Character in
            switch character.unicodeScalars.first {
            case "&": "＆"
            case "<": "‹"
            case ">": "›"
            case "_": "＿"
            default: character
            }
        }
        let label = PlainText.line(String(safe), limit: 32)
        return label.isEmpty ? "\(index + 1)" : label
    }
}
