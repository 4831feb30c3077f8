import RingbackSystem
import Testing

@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("修复", 4), ("한글", 4), ("ｆ", 2), ("ｱ", 1),
        ("🚀", 2), ("🇩🇪", 2), ("👍🏽", 2), ("👨‍👩‍👧", 2), ("❤", 1), ("❤\u{FE0F}", 2), ("█░", 2), ("…", 1),
        ("क्षि", 3), ("\u{200B}", 0), ("\u{301}", 0), ("⌛", 2), ("☕", 2), ("漢a字", 5), ("𠮷", 2),
    ])
    func `counts columns`(_ text: String, _ columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }

    @Test(arguments: [
        ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("修复登录", 8, "修复登录"), ("修复登录", 7, "修复登…"),
        ("修复登录", 6, "修复…"), ("修复", 1, "…"), ("修", 1, "…"), ("a", 0, ""), ("", 0, ""),
        ("e\u{301}e\u{301}", 2, "e\u{301}e\u{301}"), ("🇩🇪🇫🇷🇮🇹", 4, "🇩🇪…"),
    ])
    func `cuts to columns`(_ text: String, _ columns: Int, _ cut: String) {
        #expect(DisplayWidth.cut(text, columns: columns) == cut)
        #expect(DisplayWidth.of(DisplayWidth.cut(text, columns: columns)) <= columns)
    }
}
