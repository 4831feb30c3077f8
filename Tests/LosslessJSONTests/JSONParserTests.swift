import LosslessJSON
import Testing

@Suite struct JSONParserTests {
    @Test(
        arguments: [
            ("null", JSON.null),
            (" true ", true),
            ("false\n", false),
            ("0", .number("0")),
            ("-0.5e+10", .number("-0.5e+10")),
            ("1e400", .number("1e400")),
            ("18446744073709551616", .number("18446744073709551616")),
            (#""""#, ""),
            (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{08}\u{0C}\n\r\tz"),
            ("\"\u{01}\"", "\u{01}"),
            ("[]", []),
            ("[1,[],{}]", [1, [], [:]]),
            (#"{"b":1,"a":{"c":[null]}}"#, ["b": 1, "a": ["c": [.null]]]),
            (#"{"":""}"#, ["": ""]),
        ] as [(String, JSON)])
    func `reads each kind of value`(_ text: String, _ value: JSON) throws {
        #expect(try JSON.parse(text) == value)
        #expect(try JSONSyntax.parse(Array(text.utf8)).value == value)
    }

    @Test(arguments: [
        ("[1, 2,]", "[1,2]"),
        (#"{"a": 1,}"#, #"{"a":1}"#),
        ("// first\n{} // last", "{}"),
        ("/* a\n b */ [ /**/ 1 /* , */ , // two\n 2 ]", "[1,2]"),
        (#"{ // "x": 0"# + "\n" + #""a" /* : */ : /* */ 1}"#, #"{"a":1}"#),
        (#"["// no comment", "/* nor this */"]"#, #"["// no comment","/* nor this */"]"#),
        ("\u{FEFF}{}", "{}"),
        ("{\r\n\t\"a\":\r\n1\r\n}\r\n", #"{"a":1}"#),
    ])
    func `takes what people paste into settings`(_ text: String, _ compact: String) throws {
        #expect(try JSON.parse(text).text() == compact)
    }

    @Test(arguments: [
        ("", 1, 1, "the text ends where a value should stand"),
        ("  \n ", 2, 2, "the text ends where a value should stand"),
        ("{", 1, 2, "the text ends inside an object or a list"),
        ("[", 1, 2, "the text ends inside an object or a list"),
        ("[1", 1, 3, "the text ends inside an object or a list"),
        ("[1,", 1, 4, "the text ends inside an object or a list"),
        (#"{"a":1"#, 1, 7, "the text ends inside an object or a list"),
        (#"{"a":1,"#, 1, 8, "the text ends inside an object or a list"),
        (#"{"a":"#, 1, 6, "the text ends where a value should stand"),
        (#"{"a" 1}"#, 1, 6, "expected : after a name"),
        ("{a: 1}", 1, 2, "expected a name in quotes or }"),
        ("{,}", 1, 2, "expected a name in quotes or }"),
        ("[,]", 1, 2, "no value can begin here"),
        ("[1,,2]", 1, 4, "no value can begin here"),
        ("[1 2]", 1, 4, "expected a comma or ]"),
        ("{\n  \"a\": 1\n  \"b\": 2\n}", 3, 3, "expected a comma or }"),
        ("[1}", 1, 3, "expected a comma or ]"),
        ("{} {}", 1, 4, "unexpected text after the value"),
        ("nul", 1, 1, "no value can begin here"),
        ("truth", 1, 1, "no value can begin here"),
        ("True", 1, 1, "no value can begin here"),
        ("'a'", 1, 1, "no value can begin here"),
        ("+1", 1, 1, "no value can begin here"),
        (".5", 1, 1, "no value can begin here"),
        ("NaN", 1, 1, "no value can begin here"),
        ("-", 1, 2, "a number needs a digit"),
        ("1.", 1, 3, "a number needs a digit after its point"),
        ("1e+", 1, 4, "a number needs a digit in its exponent"),
        ("[012]", 1, 5, "a number may not begin with 0"),
        (#""abc"#, 1, 5, "the text ends inside quotes"),
        (#""abc\"#, 1, 6, "the text ends inside quotes"),
        (#""abc\"d"#, 1, 8, "the text ends inside quotes"),
        ("[\n\"a\nb\"]", 2, 3, "a text may not run over the end of its line"),
        ("[\n\"a\\tb\nc\"]", 2, 6, "a text may not run over the end of its line"),
        (#""\x41""#, 1, 4, "unknown escape in a text"),
        (#""\u12g4""#, 1, 6, "an escape needs four hexadecimal digits"),
        (#""\u12"#, 1, 6, "an escape needs four hexadecimal digits"),
        ("[1, /* 2", 1, 5, "a comment is not closed"),
        ("[1 / 2]", 1, 4, "no value can begin here"),
        ("\u{FEFF}x", 1, 1, "no value can begin here"),
    ])
    func `names the place of a fault`(
        _ text: String, _ line: Int, _ column: Int, _ message: String
    ) {
        let fault = JSONError(line: line, column: column, message: message)
        #expect(throws: fault) { try JSON.parse(text) }
        #expect(throws: fault) { try JSONSyntax.parse(Array(text.utf8)) }
    }

    @Test(arguments: ["[", #"{"a":"#])
    func `refuses what is nested too deep`(_ open: String) throws {
        let close = open == "[" ? "]" : "}"
        func text(_ depth: Int) -> String {
            String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
        }
        #expect(throws: Never.self) { try JSON.parse(text(128)) }
        let error = try #require(throws: JSONError.self) { try JSON.parse(text(129)) }
        #expect(error.message == "nested more than 128 levels deep")
        #expect(throws: JSONError.self) { try JSON.parse(String(repeating: open, count: 100_000)) }
    }

    @Test(arguments: [
        (#""\u0041\u00e9\u20AC""#, "Aé€"),
        (#""\ud83d\ude00""#, "😀"),
        (#""\uDBFF\uDFFF""#, "\u{10FFFF}"),
        (#""\ud83d""#, "\u{FFFD}"),
        (#""\ude00x""#, "\u{FFFD}x"),
        (#""\ud83dx""#, "\u{FFFD}x"),
        (#""\ud83d\n""#, "\u{FFFD}\n"),
        (#""\ud83d\u0041""#, "\u{FFFD}A"),
        (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
        (#""\u0000""#, "\u{0}"),
    ])
    func `joins the halves of surrogate pairs`(_ text: String, _ value: String) throws {
        #expect(try JSON.parse(text).string == value)
    }

    @Test(
        arguments: [
            ([0xFF], "\u{FFFD}"), ([0x61, 0xC3], "a\u{FFFD}"), ([0xED, 0xA0, 0x80, 0x62], nil),
            ([0xE2, 0x82, 0xAC], "€"),
        ] as [([UInt8], String?)])
    func `reads bytes that are not UTF-8 as the replacement character`(
        _ bytes: [UInt8], _ expected: String?
    ) throws {
        let text = try JSON.parse([0x22] + bytes + [0x22]).string
        let found = try #require(text)
        if let expected { #expect(found == expected) } else { #expect(found.contains("\u{FFFD}")) }
        let escaped = try JSON.parse([0x22] + bytes + Array(#"\n""#.utf8)).string
        #expect(escaped == found + "\n")
    }

    @Test func `no cut text crashes it`() {
        let text = Array(
            #"{"a": [1.5e-3, "x\ud83d\ude00\n", true, null], /* c */ "b": {}} // d"#.utf8)
        for end in 0..<(text.count - 5) {
            #expect(throws: JSONError.self) { try JSON.parse(Array(text[..<end])) }
        }
        for dropped in text.indices {
            _ = try? JSONSyntax.parse(Array(text[..<dropped] + text[(dropped + 1)...]))
        }
    }
}
