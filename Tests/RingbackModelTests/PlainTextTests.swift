import RingbackModel
import Testing

@Suite struct PlainTextTests {
    @Test(arguments: [
        ("plain", "plain"),
        ("  a \t b\nc\r\nd  ", "a b c d"),
        ("\u{1B}[1;31mred\u{1B}[0m", "red"),
        ("\u{9B}31mred", "red"),
        ("\u{1B}(B\u{1B}[mreset", "reset"),
        ("\u{1B}%Gutf\u{1B}7x\u{1B}=y", "utfxy"),
        ("a\u{1B}]0;title\u{07}b", "ab"),
        ("a\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{1B}\\b", "alinkb"),
        ("a\u{1B}]0;title\u{9C}b", "ab"),
        ("a\u{1B}]52;c;c2VjcmV0", "a"),
        ("a\u{1B}Pq#0~\u{1B}\\b", "ab"),
        ("a\u{1B}_Gi=1;AAAA\u{1B}\\b\u{1B}^pm\u{1B}\\c\u{1B}Xsos\u{1B}\\d", "abcd"),
        ("a\u{1B}", "a"),
        ("a\u{1B}[", "a"),
        ("\u{1B}\u{1B}[31mred", "red"),
        ("nul\u{0}bell\u{7}back\u{8}del\u{7F}c1\u{85}\u{90}", "nulbellbackdelc1"),
        ("user\u{202E}gpj.exe", "usergpj.exe"),
        ("\u{2066}a\u{2069}\u{200E}b\u{200F}\u{61C}c\u{202A}d\u{202C}", "abcd"),
        ("zero\u{200B}width\u{FEFF}\u{2060}", "zerowidth"),
        ("tag\u{E0041}\u{E007F}", "tag"),
        ("e\u{301} 😀👍🏽", "e\u{301} 😀👍🏽"),
    ])
    func `a line holds nothing that a screen could obey`(_ text: String, _ line: String) {
        #expect(PlainText.line(text, limit: 100) == line)
    }

    @Test func `keeps its lines apart where several are wanted`() {
        #expect(PlainText.clean("a\tb\n\n  c\rd\u{1B}[0m", limit: 100) == "a\tb\n\n  c\nd")
        #expect(PlainText.clean("abcdef", limit: 3) == "abc")
    }

    @Test(arguments: [
        ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("äöüß", 4, "äöüß"), ("äöüßx", 4, "äöü…"),
        ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 2, "👨‍👩‍👧‍👦…"), ("e\u{301}e\u{301}e\u{301}", 3, "e\u{301}e\u{301}e\u{301}"),
        ("ab", 1, "…"), ("ab", 0, ""), ("", 0, ""),
    ])
    func `is cut at characters, not at bytes`(_ text: String, _ limit: Int, _ cut: String) {
        #expect(PlainText.cut(text, limit: limit) == cut)
    }

    @Test func `a line is cut after it was cleaned`() {
        let text = String(repeating: "\u{1B}[31m", count: 10) + String(repeating: "x", count: 50)
        #expect(PlainText.line(text, limit: 20) == String(repeating: "x", count: 19) + "…")
    }

    @Test(
        arguments: [
            (-5, "under 1 s"), (0, "under 1 s"), (0.999, "under 1 s"), (1, "1 s"), (1.9, "1 s"),
            (59, "59 s"), (60, "1 min"), (61, "1 min 1 s"), (3599, "59 min 59 s"), (3600, "1 h"),
            (3659, "1 h"), (3660, "1 h 1 min"), (3900, "1 h 5 min"), (86399, "23 h 59 min"),
            (86400, "1 d"), (90000, "1 d 1 h"), (273_600, "3 d 4 h"), (864_000, "10 d"),
            (.nan, "under 1 s"), (.infinity, "under 1 s"),
        ] as [(Double, String)])
    func `a duration has its two largest units`(_ seconds: Double, _ text: String) {
        #expect(PlainText.duration(seconds) == text)
    }
}
