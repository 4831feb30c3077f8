import CommandLineKit
import Testing

@Suite struct SpellingTests {
    @Test(arguments: [
        ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("list", "list", 0), ("lst", "list", 1),
        ("lits", "list", 2), ("kitten", "sitting", 3), ("ä", "a", 1),
    ])
    func `counts the letters that differ`(_ word: String, _ other: String, _ distance: Int) {
        #expect(Spelling.distance(from: word, to: other) == distance)
        #expect(Spelling.distance(from: other, to: word) == distance)
    }

    @Test(
        arguments: [
            ("chanels", "channels"), ("sounds", "sound"), ("lits", "list"), ("bgs", "bg"),
            ("ls", nil),
            ("xyzzy", nil), ("", nil),
        ] as [(String, String?)])
    func `offers what is near enough to be meant`(_ word: String, _ name: String?) {
        #expect(Spelling.nearest(to: word, in: ["channels", "sound", "list", "bg"]) == name)
    }

    @Test func `hints only where there is something to hint at`() {
        #expect(Spelling.hint(for: "lst", in: ["list"]) == "; did you mean 'list'?")
        #expect(Spelling.hint(for: "lst", in: []) == "")
    }
}
