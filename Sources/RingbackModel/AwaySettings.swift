/// The ways to somebody who is away from the machine, and what goes there.
///
/// Secrets never stand here but for an address that is one: only where they are found.
package struct AwaySettings: Equatable, Sendable {
    package var telegram: TelegramSettings?
    package var ntfy: NtfySettings?
    package var webhook: WebhookSettings?
    /// The channels that are used; `nil`: all that are set up.
    package var channels: [ChannelName]?
    /// The kinds that go there; ``takes(_:)`` knows of those that always do.
    package var kinds = usualKinds
    /// Whether secrets and the home's path are taken out of what leaves the machine.
    package var redacts = true

    package init() {}

    private static var usualKinds: AlertKinds {
        var kinds = AlertKinds(allBut: .idle)
        kinds.remove(.turnFinished)
        return kinds
    }

    /// Whether alerts of that kind go there. Questions always do: somebody waits for the answer; and
    /// so does what people send themselves.
    package func takes(_ kind: Alert.Kind) -> Bool {
        kind == .question || !kind.isChosen || kinds.contains(kind)
    }

    /// The channels that are set up and used, in the order in which they are tried.
    package var inUse: [ChannelName] {
        (channels ?? ChannelName.away).filter { name in
            switch name {
            case .telegram: telegram != nil
            case .ntfy: ntfy != nil
            case .webhook: webhook != nil
            default: false
            }
        }
    }
}

/// Where a secret is found, which is never in the settings themselves.
package enum SecretPlace: Equatable, Sendable {
    /// A file that nobody else can read, whose first line it is.
    case file(String)
    /// A program and its arguments, whose first line of output it is.
    case command([String])
}

/// How a bot of Telegram's reaches somebody.
package struct TelegramSettings: Equatable, Sendable {
    /// The only chat that is written to and listened to.
    package var chat: Int
    /// Where the bot's token is; `nil`: in RINGBACK_TELEGRAM_TOKEN, which counts before it in any case.
    package var token: SecretPlace?

    package init(chat: Int, token: SecretPlace? = nil) {
        self.chat = chat
        self.token = token
    }
}

/// The topic of an ntfy server.
package struct NtfySettings: Equatable, Sendable {
    package var address: WebAddress
    /// Where the access token is; `nil`: RINGBACK_NTFY_TOKEN, or none is needed.
    package var token: SecretPlace?

    package init(address: WebAddress, token: SecretPlace? = nil) {
        self.address = address
        self.token = token
    }
}

/// Where messages are posted to, and in which form.
package struct WebhookSettings: Equatable, Sendable {
    package enum Form: String, CaseIterable, Sendable {
        case json, slack, discord
    }

    /// The address, or where that secret is found.
    package enum Target: Equatable, Sendable {
        case address(WebAddress)
        case place(SecretPlace)
    }

    package var target: Target
    package var form: Form
    /// Further headers of the request.
    package var headers: [String: String]

    package init(_ target: Target, form: Form = .json, headers: [String: String] = [:]) {
        self.target = target
        self.form = form
        self.headers = headers
    }
}
