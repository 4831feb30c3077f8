import LosslessJSON
import Testing

@Suite struct JSONValueTests {
    @Test(arguments: [
        #"{"z":1,"a":2,"z2":{"y":[1,2.50,1e400,-0]}}"#,
        #"{"n":123456789012345678901234567890,"f":0.1000}"#,
        #"["a\"b\\c","\n\r\t","\u0000\u001f\u007f","é😀","/"]"#,
        #"{"a":1,"a":2}"#,
        "[[],{},[[]],null,true,false]",
    ])
    func `a rewrite loses nothing`(_ text: String) throws {
        let value = try JSON.parse(text)
        #expect(value.text() == text)
        #expect(try JSON.parse(value.text(.indented(2))) == value)
    }

    @Test func `lays out one member a line`() throws {
        let value: JSON = ["a": [1, ["b": "c"]], "d": [], "e": [:]]
        #expect(
            value.text(.indented(2)) == """
                {
                  "a": [
                    1,
                    {
                      "b": "c"
                    }
                  ],
                  "d": [],
                  "e": {}
                }
                """)
    }

    @Test func `one line stays one line whatever a text holds`() {
        let text = JSON.string(
            (0..<0x100).compactMap(Unicode.Scalar.init).reduce(into: "") {
                $0.unicodeScalars.append($1)
            }
        ).text()
        #expect(!text.utf8.contains { $0 < 0x20 || $0 == 0x7F })
    }

    @Test(
        arguments: [
            ("3", 3), ("3.0", 3), ("-3", -3), ("3e2", 300), ("3.5", nil), ("1e400", nil),
            ("9223372036854775807", Int.max), ("9223372036854775808", nil), (#""3""#, nil),
            ("true", nil),
        ] as [(String, Int?)])
    func `a number is whole where it is`(_ text: String, _ number: Int?) throws {
        #expect(try JSON.parse(text).int == number)
    }

    @Test func `gives each value as what it is and as nothing else`() {
        let values: [JSON] = [.null, true, 1, "a", [], [:]]
        #expect(values.map(\.isNull) == [true, false, false, false, false, false])
        #expect(values.map(\.bool) == [nil, true, nil, nil, nil, nil])
        #expect(values.map(\.double) == [nil, nil, 1, nil, nil, nil])
        #expect(values.map(\.string) == [nil, nil, nil, "a", nil, nil])
        #expect(values.map { $0.array != nil } == [false, false, false, false, true, false])
        #expect(values.map { $0.object != nil } == [false, false, false, false, false, true])
        #expect(
            values.map(\.kind) == [
                "null", "true or false", "a number", "a text", "a list", "an object",
            ])
        #expect(JSON.text(nil) == .null)
        #expect(values.allSatisfy { $0["a"] == nil })
    }

    @Test func `of a name that stands twice the last one counts`() throws {
        let object = try #require(JSON.parse(#"{"a":1,"b":2,"a":3}"#).object)
        #expect(object["a"] == 3)
        var changed = object
        changed["a"] = 4
        #expect(JSON.object(changed).text() == #"{"a":1,"b":2,"a":4}"#)
        changed["a"] = nil
        #expect(JSON.object(changed).text() == #"{"b":2}"#)
        changed["c"] = 5
        #expect(JSON.object(changed).text() == #"{"b":2,"c":5}"#)
    }
}
