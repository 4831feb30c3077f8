import AlertDelivery
import RingbackModel
import TestSupport
import Testing

@Suite struct NoticeComposerTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func body(
        _ detail: String = "", _ body: String = "", in place: String? = nil, lines: Int = 4,
        seconds: Double = 0
    ) -> String {
        var alert = alert()
        alert.detail = detail
        alert.body = body
        alert.folder = place.map { folder($0) }
        var settings = Settings()
        settings.bodyLines = lines
        return NoticeComposer.notice(for: alert, settings, at: now + seconds).body
    }

    @Test(arguments: [
        ("", "", 4, ""), ("took 3 s", "", 4, "Took 3 s"), ("took 3 s", "a\nb", 4, "Took 3 s\na\nb"),
        ("", "a\nb\nc", 2, "a\nb"), ("took 3 s", "a\nb", 0, "Took 3 s"),
        ("", "a\n\n\nb", 2, "a\nb"),
        ("école", "", 4, "École"), ("Exit code 3 · took 3 s", "", 4, "Exit code 3 · took 3 s"),
    ])
    func `a notice has the detail, and so many lines of what was said`(
        _ detail: String, _ said: String, _ lines: Int, _ words: String
    ) {
        #expect(body(detail, said, lines: lines) == words)
    }

    @Test func `the settings' choices travel with it`() {
        var settings = Settings()
        settings.sound = "bell"
        settings.expireSeconds = 7
        settings.terminal = .osc9
        let notice = NoticeComposer.notice(for: alert(), settings, at: now)
        #expect(notice.title == "T" && notice.alert == alert())
        #expect(notice.sound == "bell" && notice.expireSeconds == 7 && notice.terminal == .osc9)
        #expect(notice.replaces == 0)
    }

    @Test(
        arguments: [
            (0, "shop"), (59, "shop"), (60, "shop · 1 min ago"), (7205, "shop · 2 h ago"),
            (-300, "shop"),
        ] as [(Double, String)])
    func `the last line says where, and when, if that is a while ago`(
        _ seconds: Double, _ line: String
    ) {
        #expect(body(in: "shop", seconds: seconds) == line)
    }

    @Test(
        arguments: [
            (["shop/.git/HEAD": "ref: refs/heads/main\n"], "shop", "shop · main"),
            (
                ["shop/.git/HEAD": "ref: refs/heads/fix/the-thing\n"], "shop/src/deep",
                "deep · fix/the-thing"
            ),
            (
                ["shop/.git/HEAD": "0123456789abcdef0123456789abcdef01234567\n"], "shop",
                "shop · 01234567"
            ),
            (
                [
                    "shop/.git/HEAD": "ref: refs/heads/main\n",
                    "shop/.git/worktrees/wt/HEAD": "ref: refs/heads/side\n",
                    "wt/.git": "gitdir: ../shop/.git/worktrees/wt\n",
                ], "wt", "wt · side"
            ),
            (
                [
                    "sup/.git/HEAD": "ref: refs/heads/main\n",
                    "sup/sub/.git": "gitdir: ../.git/modules/sub\n",
                    "sup/.git/modules/sub/HEAD": "abcdef0123456789\n",
                ], "sup/sub", "sub · abcdef01"
            ),
            (["shop/.git": "gitdir: /no/such/place\n"], "shop", "shop"),
            (["shop/.git": ""], "shop", "shop"),
            (["shop/.git/config": ""], "shop", "shop"),
            (["shop/x": ""], "shop", "shop"),
            (["shop/.git/HEAD": "ref: refs/heads/\u{1B}[31mred\u{202E}\n"], "shop", "shop · red"),
        ] as [([String: String], String, String)])
    func `and on which branch, in worktrees and submodules too`(
        _ files: [String: String], _ place: String, _ line: String
    ) throws {
        for (name, text) in files { try folder.write(text, to: name) }
        #expect(body(in: place) == line)
    }

    @Test func `a worktree is found by an absolute path, too`() throws {
        try folder.write("ref: refs/heads/side\n", to: "main/.git/worktrees/wt/HEAD")
        try folder.write("gitdir: \(folder("main/.git/worktrees/wt"))\n", to: "wt/.git")
        #expect(body(in: "wt/src") == "src · side")
    }

    @Test func `a name that is too long or odd is made fit to be shown`() {
        let name = String(repeating: "x", count: 60) + "\n"
        #expect(body(in: name) == String(repeating: "x", count: 39) + "…")
    }
}

@Suite struct AskNoticeTests {
    @Test(
        arguments: [
            ([], "To answer: ringback answer t1"),
            (["yes", "a\nb"], "1 yes · 2 a b\nTo answer: ringback answer t1"),
        ] as [([String], String)])
    func `a question says how it is answered, for who has no buttons`(
        _ options: [String], _ answers: String
    ) {
        var alert = alert("Go on?", .question)
        alert.ask = Ask(
            .task(store: "/s", id: "t1", question: "q"), options: options, takesText: true)
        let notice = NoticeComposer.notice(for: alert, Settings(), at: now)
        #expect(notice.answers == answers)
        #expect(notice.body == "body of Go on?")
        #expect(notice.bodyWithAnswers == "body of Go on?\n" + answers)
    }
}
