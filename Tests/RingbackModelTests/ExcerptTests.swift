import RingbackModel
import Testing

@Suite struct ExcerptTests {
    @Test(arguments: [
        ("## Done\n\nAll **12** tests `pass`.", "Done\nAll 12 tests pass."),
        ("- one\n* two\n+ three\n  - four", "• one\n• two\n• three\n• four"),
        ("> quoted\n> > twice", "quoted\ntwice"),
        ("See [the log](http://x/y) and [this]", "See the log and [this]"),
        ("[a](b) [c](d)", "a c"),
        ("---\n***\n| --- | --- |\nText", "Text"),
        ("```swift\nlet x = a[0] ** 2\n```\nafter", "let x = a[0] ** 2\nafter"),
        ("~~~\n# no heading\n~~~", "# no heading"),
        ("__bold__ and snake__case and **strong**", "bold and snake__case and strong"),
        ("call `__init__(**kwargs)` now", "call __init__(**kwargs) now"),
        ("an ` alone", "an ` alone"),
        ("1. first\n2. second", "1. first\n2. second"),
        ("a\r\n\r\nb", "a\nb"),
        ("\u{1B}[1mloud\u{1B}[0m\u{202E}", "loud"),
        ("", ""), ("\n\n  \n", ""), ("…", ""),
    ])
    func `reads as it would be read aloud`(_ markdown: String, _ excerpt: String) {
        #expect(PlainText.excerpt(markdown, lines: 8, limit: 600) == excerpt)
    }

    @Test(arguments: [(0, ""), (1, "a"), (2, "a\nb"), (9, "a\nb\nc")])
    func `has so many lines at most`(_ lines: Int, _ excerpt: String) {
        #expect(PlainText.excerpt("a\n\nb\nc", lines: lines, limit: 600) == excerpt)
    }

    @Test func `is cut at so many characters, across lines`() {
        #expect(PlainText.excerpt("äää\nööö\nüüü", lines: 8, limit: 6) == "äää\nö…")
    }
}
