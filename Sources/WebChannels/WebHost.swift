internal import AlertDelivery
internal import RingbackModel
internal import RingbackSettings
internal import RingbackSystem

/// What a channel that leaves the machine needs of it: settings, secrets, files, clocks.
struct WebHost: Sendable {
    var environment: Environment
    var paths: Paths
    var pace = Pace()

    /// As the user has them now: Droid's file counts over Claude's; no project has a say.
    var settings: AwaySettings {
        SettingsFiles.load(paths: paths, environment: environment, agent: .droid).settings.away
    }

    var now: Timestamp { Timestamp(nanoseconds: Clock.wallNanoseconds()) }

    /// A file of certificates that the user trusts in the place of the system's, as curl has it.
    var authorities: String? { environment["CURL_CA_BUNDLE"] ?? environment["SSL_CERT_FILE"] }

    func note(_ message: String) { ProblemLog(paths).add(message, at: now.text()) }

    // MARK: Services

    /// The server of a channel, as the settings name it.
    ///
    /// It may have to run a program for a secret, and wait for it.
    func service(_ name: ChannelName, _ settings: AwaySettings) throws(Trouble) -> any WebService {
        switch name {
        case .telegram:
            guard let telegram = settings.telegram else { break }
            return try self.telegram(telegram)
        case .ntfy:
            guard let ntfy = settings.ntfy else { break }
            return NtfyService(address: ntfy.address, token: try token(of: ntfy))
        case .webhook:
            guard let webhook = settings.webhook else { break }
            return WebhookService(
                address: try address(of: webhook), form: webhook.form, headers: webhook.headers)
        default: break
        }
        throw Trouble(
            reason: "\(name.rawValue) is not set up any more",
            remedy: "set ringback.\(name.rawValue) in ~/.claude/settings.json")
    }

    private func telegram(_ settings: TelegramSettings) throws(Trouble) -> TelegramService {
        let variable = "RINGBACK_TELEGRAM_API"
        let name = environment[variable] ?? TelegramService.usualAPI
        guard let api = WebAddress(name.hasSuffix("/") ? String(name.dropLast()) : name) else {
            throw Trouble(
                reason: "\(variable) is no address of a server",
                remedy: "allowed: \(WebAddress.allowed)")
        }
        let token = try secret(
            "RINGBACK_TELEGRAM_TOKEN", settings.token, "the bot's token",
            isPlausible: TelegramService.isToken)
        guard let token else {
            throw Trouble(
                reason: "there is no token for Telegram's bot",
                remedy: "get one from @BotFather, put it into a file, chmod 600 it, and name that "
                    + "as ringback.telegram.token_file")
        }
        return TelegramService(chat: settings.chat, api: api, token: token)
    }

    private func token(of settings: NtfySettings) throws(Trouble) -> String? {
        try secret("RINGBACK_NTFY_TOKEN", settings.token, "the access token") { line in
            (8...500).contains(line.utf8.count)
                && line.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        }
    }

    private func address(of settings: WebhookSettings) throws(Trouble) -> WebAddress {
        switch settings.target {
        case .address(let address): return address
        case .place(let place):
            let reader = SecretReader(environment: environment, paths: paths)
            let text = try reader.secret(at: place, "the webhook's address") {
                WebAddress($0) != nil
            }
            guard let address = WebAddress(text) else {
                throw Trouble(reason: "the webhook's address is none")
            }
            return address
        }
    }

    /// A secret of the environment, else from its place.
    private func secret(
        _ variable: String, _ place: SecretPlace?, _ name: String, isPlausible: (String) -> Bool
    ) throws(Trouble) -> String? {
        if let value = environment[variable] {
            guard isPlausible(value) else {
                throw Trouble(
                    reason: "\(variable) is not \(name)", remedy: "correct or unset \(variable)")
            }
            return value
        }
        guard let place else { return nil }
        return try SecretReader(environment: environment, paths: paths)
            .secret(at: place, name, isPlausible: isPlausible)
    }
}
