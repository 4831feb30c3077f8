import TestSupport
import Testing

extension RealClientTests {
    /// A person sits at the client.
    @Suite struct Interactive {
        private static let permission = "Claude needs permission: Bash"

        private let model: ModelScript = [
            "WRITE": [.calls(.bash("echo hello > made", "Make a file")), .says("It is made.")],
            "GREET": [.says("Good morning.")],
        ]

        @Test func `a permission rings, and is gone from the screen once given`() throws {
            let session = try ClientSession(model)
            let desktop = try #require(session.desktop)
            let terminal = try ClientTerminal(session)
            try terminal.say("WRITE it")
            try terminal.waitForText("1. Yes")
            try wait(for: "a bubble") { try desktop.shown == 1 }
            #expect(try desktop.gone.isEmpty)

            try terminal.answer("1. Yes", by: "1")
            try terminal.waitForText("It is made.")
            try wait(for: "the end of the bubble") { try !desktop.gone.isEmpty }
            let asked = try #require(try desktop.gone.first)
            #expect(asked.title == Self.permission)
            #expect(asked.body.contains("echo hello > made") || asked.body.contains("&gt; made"))
            #expect(asked.isCritical)
            try wait(for: "the end of the turn") { try desktop.shown == 1 }
            #expect(try desktop.takeAll().map(\.title) == ["Claude is done"])
            session.expectHealth()
        }

        @Test func `a permission that was denied is gone with the next prompt`() throws {
            let session = try ClientSession(model)
            let desktop = try #require(session.desktop)
            let terminal = try ClientTerminal(session)
            try terminal.say("WRITE it")
            try terminal.waitForText("1. Yes")
            try wait(for: "a bubble") { try desktop.shown == 1 }

            try terminal.answer("1. Yes", by: "Escape")
            try terminal.waitForText("? for shortcuts")
            try terminal.say("Rather not")
            try wait(for: "the end of the bubble") { try !desktop.gone.isEmpty }
            #expect(try desktop.gone.map(\.title) == [Self.permission])
            try wait(for: "the end of the turn") { try desktop.shown == 1 }
            #expect(try desktop.takeAll().map(\.title) == ["Claude is done"])
            session.expectHealth()
        }

        /// Not with one prompt: a client that leaves kills the hook that is to tell of it.
        @Test func `a turn that fails says why in plain words`() throws {
            let session = try ClientSession([
                "GREET": [.fails(429, "rate_limit_error", "slow down")]
            ])
            let desktop = try #require(session.desktop)
            let terminal = try ClientTerminal(session)
            try terminal.say("GREET me")
            try wait(for: "a bubble: \(session.whereabouts)") { try desktop.shown == 1 }
            let bubbles = try desktop.takeAll()
            #expect(bubbles.map(\.title) == ["Claude stopped: the rate limit is reached"])
            #expect(bubbles.first?.body.contains("slow down") == true)
            session.expectHealth()
        }

        @Test func `over ssh the terminal rings by the hand of the client`() throws {
            let session = try ClientSession(
                model, ["SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22", "LC_TERMINAL": "iTerm2"])
            let terminal = try ClientTerminal(session)
            try terminal.say("GREET me")
            try terminal.waitForText("Good morning.")
            try wait(for: "the sequence") { terminal.written.contains("]9;Claude is done: ") }
            // For the terminal behind tmux, and a bell for tmux itself.
            #expect(
                terminal.written.contains(
                    "\u{1B}Ptmux;\u{1B}\u{1B}]9;Claude is done: Good morning."))
            try wait(for: "its delivery") { !session.home.deliveries.isEmpty }
            #expect(session.home.deliveries.count == 1)
            session.expectHealth()
        }
    }
}
