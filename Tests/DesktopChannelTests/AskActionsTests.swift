@testable import DesktopChannel
internal import RingbackModel
internal import Testing

/// What can be clicked, on which service.
@Suite struct AskActionsTests {
    private static func service(_ name: String, _ more: [String] = []) -> NotificationService {
        NotificationService(
            name: name, vendor: "", version: "1", specification: "1.2",
            capabilities: ["body"] + more)
    }

    private static func ask(_ options: [String], takesText: Bool = false) -> Ask {
        Ask(.permission("p"), options: options, takesText: takesText)
    }

    private static let four = ["a", "b", "c", "d"]

    @Test(
        arguments: [
            (service("dunst"), ask(["yes"]), "", false),
            (service("dunst", ["actions"]), ask(["yes", "no"]), "default:Open 0:yes 1:no", true),
            (
                service("x", ["actions"]), ask(four), "default:Open 0:a 1:b 2:c 3:d", true
            ),
            (
                service("x", ["actions"]), ask(four + ["e"]),
                "default:Open 0:a 1:b 2:c more:More…", false
            ),
            (
                service("gnome-shell", ["actions"]), ask(four),
                "default:Open 0:a 1:b more:More…", false
            ),
            (
                service("Plasma", ["actions", "inline-reply"]), ask(["a"], takesText: true),
                "default:Open 0:a inline-reply:Reply…", true
            ),
            (
                service("Plasma", ["actions", "inline-reply"]), ask(four, takesText: true),
                "default:Open 0:a 1:b inline-reply:Reply… more:More…", false
            ),
            (
                service("x", ["actions"]), ask(["a"], takesText: true),
                "default:Open 0:a more:More…", false
            ),
            (service("x", ["actions"]), ask([]), "default:Open more:Answer…", false),
            (
                service("x", ["actions", "inline-reply"]), ask([]),
                "default:Open inline-reply:Reply…", true
            ),
        ] as [(NotificationService, Ask, String, Bool)])
    func `options are buttons as far as there is room, and there is a way to the rest`(
        _ service: NotificationService, _ ask: Ask, _ list: String, _ isComplete: Bool
    ) {
        let actions = AskActions(ask, on: service)
        #expect(actions.list.map { "\($0.key):\($0.label)" }.joined(separator: " ") == list)
        #expect(actions.isComplete == isComplete)
    }

    @Test(
        arguments: [
            ("<b>R&D_x</b>", "‹b›R＆D＿x‹/b›"), ("a\nb\u{1B}[31m\u{202E}c", "a bc"), ("", "1"),
            (" \u{200B}", "1"), ("default", "default"), ("<\u{301}", "‹"),
            (String(repeating: "x", count: 500), String(repeating: "x", count: 31) + "…"),
        ])
    func `a label is plain, short, and no command to anybody`(_ option: String, _ label: String) {
        let actions = AskActions(Self.ask([option]), on: Self.service("x", ["actions"]))
        #expect(actions.list.map(\.label) == ["Open", label])
        #expect(actions.list.map(\.key) == ["default", "0"])
    }

    @Test(
        arguments: [
            ("0", .option(0)), ("1", .option(1)), ("2", nil), ("-1", nil), ("+0", nil),
            ("00", nil), (" 0", nil), ("", nil), ("default", .opened), ("more", .opened),
            ("inline-reply", nil), ("٠", nil),
        ] as [(String, AskActions.Click?)])
    func `only the keys that we have given mean something`(
        _ key: String, _ click: AskActions.Click?
    ) {
        #expect(AskActions.answer(key, options: 2) == click)
    }
}
