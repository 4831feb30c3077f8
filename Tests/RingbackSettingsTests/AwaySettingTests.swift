import LosslessJSON
import RingbackModel
import RingbackSettings
import Testing

/// The ways to somebody who is away.
@Suite struct AwaySettingTests {
    private func load(_ members: String, _ variables: [String: String] = [:]) throws
        -> LoadedSettings
    {
        try SettingsFixture(["claude": "{\"ringback\": {\n\(members)}}"]).load(variables)
    }

    private func shown(_ name: String, _ settings: Settings) -> String? {
        SettingKey.all.first { $0.path == "ringback." + name }?.get(settings).text()
    }

    @Test(arguments: [
        ("123", 123), (#""-1001234""#, -1_001_234), ("-1001234", -1_001_234),
    ])
    func `a chat is a number, also in quotes`(_ text: String, _ chat: Int) throws {
        let loaded = try load(#""telegram": {"chat": \#(text), "token_file": "~/t"}"#)
        #expect(loaded.problems == [])
        let expected = TelegramSettings(chat: chat, token: .file("~/t"))
        #expect(loaded.settings.away.telegram == expected)
    }

    @Test func `a secret in the settings is refused, and not repeated`() throws {
        let loaded = try load(#""telegram": {"chat": 1, "token": "123:SECRET"}"#)
        #expect(loaded.settings.away.telegram == nil)
        let message = try #require(loaded.problems.first).description
        #expect(message.contains("ringback.telegram.token must not stand in a settings file"))
        #expect(message.contains("token_file") && message.contains("RINGBACK_TELEGRAM_TOKEN"))
        #expect(message.contains(":2: "))
        #expect(!message.contains("SECRET"))
    }

    @Test(arguments: [
        ("telegram", #"{"token_file": "/t"}"#, #" has no "chat""#),
        ("telegram", #"{"chat": "@me"}"#, ".chat is not what it can be; allowed: a chat's number"),
        ("telegram", #"{"chat": 0}"#, ".chat is not what it can be"),
        ("telegram", #"{"chat": 1, "token_file": "t"}"#, ".token_file is not what it can be"),
        ("telegram", #"{"chat": 1, "token_command": "pass x"}"#, ".token_command is not what"),
        ("telegram", #"{"chat": 1, "token_command": []}"#, ".token_command is not what"),
        (
            "telegram", #"{"chat": 1, "token_file": "/t", "token_command": ["x"]}"#,
            #".token_command has "token_file" and "token_command", where one is enough"#
        ),
        ("telegram", #"{"chat": 1, "chats": 1}"#, ".chats is no setting; did you mean 'chat'?"),
        ("telegram", #""123:SECRET""#, " can't be a text; allowed: an object such as"),
        ("ntfy", "{}", #" has no "url""#),
        ("ntfy", #"{"url": "http://ntfy.sh/SECRET"}"#, ".url is not what it can be"),
        ("ntfy", #"{"url": "https://ntfy.sh"}"#, ".url is not what it can be"),
        ("ntfy", #"{"url": "https://ntfy.sh/"}"#, ".url is not what it can be"),
        ("webhook", "{}", #" has no "url" and no "url_file""#),
        ("webhook", #"{"url": "ftp://x/SECRET"}"#, ".url is not what it can be"),
        ("webhook", #"{"url": "https://x/", "form": "teams"}"#, "allowed: json, slack, discord"),
        ("webhook", #"{"url": "https://x/", "headers": {"A": "b\nC: SECRET"}}"#, ".headers is not"),
        ("webhook", #"{"url": "https://x/", "url_file": "/t"}"#, "where one is enough"),
    ])
    func `says what is wrong, and repeats no secret`(
        _ name: String, _ value: String, _ words: String
    ) throws {
        let loaded = try load("\"\(name)\": \(value)")
        #expect(loaded.settings.away.inUse == [])
        let message = try #require(loaded.problems.first).message
        #expect(message.hasPrefix("ringback." + name) && message.contains(words), "\(message)")
        #expect(!message.contains("SECRET"))
    }

    @Test func `what may be a secret is not shown`() throws {
        let loaded = try load(
            #""ntfy": {"url": "https://ntfy.sh/SECRET"}, "webhook": {"#
                + #""url": "https://hooks.slack.com/services/SECRET", "form": "slack", "#
                + #""headers": {"X-Key": "SECRET"}}"#)
        #expect(loaded.problems == [])
        #expect(shown("ntfy", loaded.settings) == #"{"url":"https://ntfy.sh/…"}"#)
        #expect(
            shown("webhook", loaded.settings)
                == #"{"url":"https://hooks.slack.com/…","form":"slack","headers":{"X-Key":"…"}}"#)
        #expect(loaded.settings.away.ntfy?.address.text == "https://ntfy.sh/SECRET")
        #expect(loaded.settings.away.webhook?.headers == ["X-Key": "SECRET"])
    }

    @Test func `all that are set up are used, unless somebody chose`() throws {
        let members = #""telegram": {"chat": 1}, "ntfy": {"url": "https://ntfy.sh/t"}"#
        #expect(try load(members).settings.away.inUse == [.telegram, .ntfy])
        let chosen = try load(members, ["RINGBACK_AWAY": "webhook,ntfy"]).settings.away
        #expect(chosen.inUse == [.ntfy])
        #expect(try load(members, ["RINGBACK_AWAY": "none"]).settings.away.inUse == [])
        #expect(try load("").settings.away == AwaySettings())
        #expect(try load(members + #", "telegram": null"#).settings.away.inUse == [.ntfy])
    }

    @Test func `questions always go, and what people send themselves`() throws {
        let kinds = Alert.Kind.allCases
        let usual = try load("").settings.away
        #expect(kinds.filter { !usual.takes($0) } == [.turnFinished, .idle])
        let few = try load(#""away_alerts": ["idle"]"#).settings.away
        #expect(kinds.filter(few.takes) == [.question, .idle, .message, .test])
    }

    @Test func `near channels are not away channels`() throws {
        let loaded = try load(#""channels": ["telegram"]"#)
        #expect(loaded.problems.count == 1)
        #expect(ChannelName.near + ChannelName.away == ChannelName.allCases)
    }
}
