import RingbackModel
import Testing

@Suite struct ShellWordsTests {
    @Test(arguments: [
        ("", []), (" \t\n ", []), ("a", ["a"]), (" a  b\tc\nd ", ["a", "b", "c", "d"]),
        ("'a b' \"c d\" e\\ f", ["a b", "c d", "e f"]), ("''", [""]), ("a'' \"\"", ["a", ""]),
        (#"a'b'"c"d"#, ["abcd"]), (#"'a\'"#, [#"a\"#]), (#"'"' "'""#, ["\"", "'"]),
        (#""\$\`\"\\ \a""#, [#"$`"\ \a"#]), ("\"a\\\nb\" c\\\nd \\\n e", ["ab", "cd", "e"]),
        (#"\a\'\"\\"#, [#"a'"\"#]), ("$(a) `b` $c *; # ~", ["$(a)", "`b`", "$c", "*;", "#", "~"]),
        ("'a\nb'", ["a\nb"]), ("ä'ö\u{301}'", ["äö\u{301}"]), ("'a'\u{301}b", ["a\u{301}b"]),
        ("a\r\nb", ["a\r", "b"]),
    ])
    func `are parted as a shell parts them`(_ text: String, _ words: [String]) throws {
        #expect(try ShellWords.split(text) == words)
    }

    @Test(
        arguments: [
            ("a 'b", .openQuote("'")), ("a \"b\\\"", .openQuote("\"")), (#"a\"#, .backslashAtEnd),
            ("'", .openQuote("'")), ("\"'", .openQuote("\"")),
        ] as [(String, ShellWords.Fault)])
    func `need each quote closed`(_ text: String, _ fault: ShellWords.Fault) {
        #expect(throws: fault) { try ShellWords.split(text) }
        #expect(!fault.description.isEmpty)
    }

    @Test(arguments: [
        "", "a", "a b", "'", "''", "it's", "\"$(a)` \\ \n", "-x", "a'\u{301};b", "\u{301}'",
    ])
    func `are read back as they were quoted`(_ word: String) throws {
        let quoted = ShellWords.quoted(word)
        #expect(try ShellWords.split("x \(quoted) y") == ["x", word, "y"])
    }

    @Test func `are quoted simply`() {
        #expect(ShellWords.quoted("--model") == "'--model'")
        #expect(ShellWords.quoted("it's") == #"'it'\''s'"#)
    }
}
