import AlertDelivery
import Foundation
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

@testable import WebChannels

/// Where secrets come from, and that they go nowhere else.
@Suite struct SecretTests {
    private static let settings = #""telegram": {"chat": 1, "token_file": "~/token"}"#

    private static func trouble(
        _ fixture: WebFixture, _ name: ChannelName = .telegram
    ) -> String {
        let host = WebHost(environment: fixture.environment, paths: fixture.paths)
        do throws(Trouble) {
            _ = try host.service(name, host.settings)
            return ""
        } catch {
            return "\(error.reason) (\(error.remedy))"
        }
    }

    private static func put(_ text: String, mode: Int, in fixture: WebFixture) throws {
        try fixture.folder.write(text, to: "token")
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: fixture.folder("token"))
    }

    @Test func `a file of our own has it on a line`() throws {
        let fixture = try WebFixture(Self.settings)
        try Self.put("\n  \(FakeTelegram.token) \r\nmore\n", mode: 0o600, in: fixture)
        #expect(Self.trouble(fixture) == "")
        try Self.put(FakeTelegram.token, mode: 0o400, in: fixture)
        #expect(Self.trouble(fixture) == "")
    }

    @Test(arguments: [0o644, 0o640, 0o604, 0o620])
    func `a file that is open to others is refused`(_ mode: Int) throws {
        let fixture = try WebFixture(Self.settings)
        try Self.put(FakeTelegram.token, mode: mode, in: fixture)
        #expect(
            Self.trouble(fixture)
                == "~/token, which has the bot's token, is open to others (chmod 600 ~/token)")
    }

    @Test func `says what is wrong with a file, and not what is in it`() throws {
        let fixture = try WebFixture(Self.settings)
        #expect(
            Self.trouble(fixture).hasPrefix("~/token, which is to have the bot's token, is missing")
        )
        for text in ["", "SECRET", "123:../x", String(repeating: "x", count: 100_000)] {
            try Self.put(text, mode: 0o600, in: fixture)
            #expect(!Self.trouble(fixture).isEmpty)
            #expect(!Self.trouble(fixture).contains("SECRET"))
        }
    }

    @Test func `a program can print it`() throws {
        let echo = #""telegram": {"chat": 1, "token_command": ["echo", "\#(FakeTelegram.token)"]}"#
        #expect(Self.trouble(try WebFixture(echo)) == "")
        let fails = try WebFixture(#""telegram": {"chat": 1, "token_command": ["false"]}"#)
        #expect(
            Self.trouble(fails)
                == "false, which is to print the bot's token, failed with 1 (try it in a terminal: false)"
        )
        let missing = try WebFixture(#""telegram": {"chat": 1, "token_command": ["no-such"]}"#)
        #expect(Self.trouble(missing).contains("is not there"))
    }

    @Test func `the environment counts before the settings`() throws {
        let fixture = try WebFixture(Self.settings, ["RINGBACK_TELEGRAM_TOKEN": FakeTelegram.token])
        #expect(Self.trouble(fixture) == "")
        let wrong = try WebFixture(Self.settings, ["RINGBACK_TELEGRAM_TOKEN": "SECRET"])
        #expect(
            Self.trouble(wrong)
                == "RINGBACK_TELEGRAM_TOKEN is not the bot's token (correct or unset RINGBACK_TELEGRAM_TOKEN)"
        )
        let none = try WebFixture(#""telegram": {"chat": 1}"#)
        #expect(Self.trouble(none).contains("@BotFather"))
    }

    @Test(arguments: ["http://example.org", "ftp://x", "x"])
    func `another API than Telegram's is reached safely or not at all`(_ api: String) throws {
        let fixture = try WebFixture(
            Self.settings,
            ["RINGBACK_TELEGRAM_TOKEN": FakeTelegram.token, "RINGBACK_TELEGRAM_API": api])
        #expect(Self.trouble(fixture).hasPrefix("RINGBACK_TELEGRAM_API is no address of a server"))
    }

    @Test func `an address can be a secret, too`() throws {
        let fixture = try WebFixture(#""webhook": {"url_file": "~/token", "form": "slack"}"#)
        try Self.put("https://hooks.slack.com/services/T/B/x\n", mode: 0o600, in: fixture)
        #expect(Self.trouble(fixture, .webhook) == "")
        try Self.put("http://hooks.slack.com/services/T/B/x\n", mode: 0o600, in: fixture)
        #expect(
            Self.trouble(fixture, .webhook).hasPrefix("the webhook's address is not in ~/token"))
    }

    @Test func `only what is set up is a channel`() throws {
        let fixture = try WebFixture(
            #""telegram": {"chat": 1}, "ntfy": {"url": "https://ntfy.sh/t"}, "away": ["ntfy"]"#)
        #expect(WebChannels.all(fixture.environment, fixture.paths).map(\.name) == [.ntfy])
        let none = try WebFixture("")
        #expect(WebChannels.all(none.environment, none.paths).isEmpty)
    }
}
