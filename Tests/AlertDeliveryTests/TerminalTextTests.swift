import AlertDelivery
import RingbackModel
import Testing

@Suite struct TerminalTextTests {
    private static let escape = "\u{1B}"

    @Test(
        arguments: [
            (.bell, "T", "b", "\u{07}"),
            (.osc9, "T", "b", "\(escape)]9;T: b\(escape)\\"),
            (.osc9, "4;1;50", "b", "\(escape)]9;• 4,1,50: b\(escape)\\"),
            (.osc9, "9 tasks", "b", "\(escape)]9;• 9 tasks: b\(escape)\\"),
            (.osc9, "T", "1;2", "\(escape)]9;T: 1,2\(escape)\\"),
            (
                .osc99, "T", "b",
                "\(escape)]99;i=ringback:d=0;T\(escape)\\\(escape)]99;i=ringback:p=body;b\(escape)\\"
            ),
            (.osc777, "T", "b", "\(escape)]777;notify;T;b\(escape)\\"),
            (.osc777, "a;b", "c;d\ne", "\(escape)]777;notify;a,b;c,d e\(escape)\\"),
            (.osc777, ";a;;b;", "", "\(escape)]777;notify;a,b;\(escape)\\"),
        ] as [(TerminalSequence, String, String, String)])
    func `each sequence is as its terminals document it`(
        _ sequence: TerminalSequence, _ title: String, _ body: String, _ bytes: String
    ) {
        #expect(TerminalText.bytes(sequence, title: title, body: body, isInTmux: false) == bytes)
    }

    @Test(
        arguments: [
            (.bell, "\u{07}"),
            (
                .osc9,
                "\(escape)Ptmux;\(escape)\(escape)]9;T: b\(escape)\(escape)\\\(escape)\\\u{07}"
            ),
            (
                .osc99,
                "\(escape)Ptmux;\(escape)\(escape)]99;i=ringback:d=0;T\(escape)\(escape)\\"
                    + "\(escape)\(escape)]99;i=ringback:p=body;b\(escape)\(escape)\\\(escape)\\\u{07}"
            ),
            (
                .osc777,
                "\(escape)Ptmux;\(escape)\(escape)]777;notify;T;b\(escape)\(escape)\\\(escape)\\\u{07}"
            ),
        ] as [(TerminalSequence, String)])
    func `in tmux it is wrapped for the terminal behind, and the bell is tmux's own`(
        _ sequence: TerminalSequence, _ bytes: String
    ) {
        #expect(TerminalText.bytes(sequence, title: "T", body: "b", isInTmux: true) == bytes)
    }

    @Test(arguments: TerminalSequence.allCases, [false, true])
    func `no text can end a sequence or begin another`(
        _ sequence: TerminalSequence, _ isInTmux: Bool
    ) {
        let evil =
            "a\u{07}\u{1B}\\\u{1B}]52;c;c2VjcmV0\u{07}\u{9C}\u{9D}0;x\u{1B}[2J\u{1B}Ptmux;\u{0}\r\nb\u{202E}"
        let plain = TerminalText.bytes(sequence, title: "ab", body: "ab", isInTmux: isInTmux)
        let bytes = TerminalText.bytes(sequence, title: evil, body: evil, isInTmux: isInTmux)
        let controls = { (text: String) in
            text.unicodeScalars.filter { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
        }
        #expect(controls(bytes).elementsEqual(controls(plain)))
        #expect(bytes.count { $0 == ";" } == plain.count { $0 == ";" })
    }

    @Test func `long texts are cut`() {
        let long = String(repeating: "x", count: 5000)
        #expect(TerminalText.bytes(.osc777, title: long, body: long, isInTmux: true).count < 500)
    }

    @Test(
        arguments: [
            ("kitty", .osc99), ("xterm-kitty", .osc99), ("iTerm.app", .osc9), ("iTerm2", .osc9),
            ("ghostty", .osc777), ("xterm-ghostty", .osc777), ("WezTerm", .osc777),
            ("WarpTerminal", .osc777),
            ("foot", .osc777), ("foot-extra", .osc777), ("rxvt-unicode-256color", .osc777),
            ("konsole", .osc777), ("xterm-256color", .bell), ("Apple_Terminal", .bell),
            ("vscode", .bell),
            ("", .bell), (nil, .bell),
        ] as [(String?, TerminalSequence)])
    func `a terminal is rung by what it understands`(_ name: String?, _ sequence: TerminalSequence)
    {
        #expect(TerminalText.sequence(for: name) == sequence)
    }
}

@Suite struct MarkupTests {
    @Test(arguments: [
        ("plain ä 😀", "plain ä 😀"), ("a & b", "a &amp; b"), ("&amp;", "&amp;amp;"),
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
        (#"<a href="x">'"#, "&lt;a href=&quot;x&quot;&gt;&apos;"),
        // A combining mark behind must not hide what it stands on.
        ("<\u{301}b>", "&lt;\u{301}b&gt;"), ("", ""),
    ])
    func `a text is shown as it is by who reads markup`(_ text: String, _ markup: String) {
        #expect(Markup.escape(text) == markup)
    }
}
