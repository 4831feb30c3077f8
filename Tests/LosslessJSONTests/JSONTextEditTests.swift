import LosslessJSON
import Testing

/// A text, and what an edit makes of it.
struct EditCase: Sendable, CustomTestStringConvertible {
    var path: [JSONTextEdit.Step] = []
    var before: String
    var after: String

    var testDescription: String { before }
}

@Suite struct JSONTextEditTests {
    @Test(arguments: [
        EditCase(before: "{}", after: "{\n  \"new\": [\n    1\n  ]\n}"),
        EditCase(before: "{ }\n", after: "{\n  \"new\": [\n    1\n  ]\n}\n"),
        EditCase(before: "{\n}", after: "{\n  \"new\": [\n    1\n  ]\n}"),
        EditCase(
            before: "{\n  // none yet\n}", after: "{\n  // none yet\n  \"new\": [\n    1\n  ]\n}"),
        EditCase(before: #"{"a":1}"#, after: #"{"a":1, "new":[1]}"#),
        EditCase(before: #"{"a":1,"b":2}"#, after: #"{"a":1,"b":2,"new":[1]}"#),
        EditCase(before: #"{"a": 1, "b": 2}"#, after: #"{"a": 1, "b": 2, "new":[1]}"#),
        EditCase(before: #"{"a":1,}"#, after: #"{"a":1, "new":[1],}"#),
        EditCase(before: "{\"a\":1 // x\n}", after: "{\"a\":1, \"new\":[1] // x\n}"),
        EditCase(
            before: "{\n    \"a\": 1\n}\n",
            after: "{\n    \"a\": 1,\n    \"new\": [\n        1\n    ]\n}\n"),
        EditCase(before: "{\n\t\"a\": 1\n}", after: "{\n\t\"a\": 1,\n\t\"new\": [\n\t\t1\n\t]\n}"),
        EditCase(
            before: "{\n  \"a\": 1,\n}", after: "{\n  \"a\": 1,\n  \"new\": [\n    1\n  ],\n}"),
        EditCase(
            before: "{\n  \"a\": 1 // x\n  // y\n}",
            after: "{\n  \"a\": 1, // x\n  // y\n  \"new\": [\n    1\n  ]\n}"),
        EditCase(
            before: "{\n  \"a\": 1 /* x */ , /* y */\n}",
            after: "{\n  \"a\": 1 /* x */ , /* y */\n  \"new\": [\n    1\n  ],\n}"),
        EditCase(
            before: "\u{FEFF}{\r\n  \"a\": 1\r\n}\r\n",
            after: "\u{FEFF}{\r\n  \"a\": 1,\r\n  \"new\": [\r\n    1\r\n  ]\r\n}\r\n"),
        EditCase(
            path: [.member("a")], before: "{\n  \"a\": {}\n}",
            after: "{\n  \"a\": {\n    \"new\": [\n      1\n    ]\n  }\n}"),
        EditCase(
            path: [.member("a"), .element(1)], before: #"{"a":[0,{"b":1,"c":2}]}"#,
            after: #"{"a":[0,{"b":1,"c":2,"new":[1]}]}"#),
    ])
    func `adds a member as its surroundings are laid out`(_ example: EditCase) throws {
        var edit = try JSONTextEdit(Array(example.before.utf8))
        let done = edit.insert([1], as: "new", intoObjectAt: example.path)
        #expect(done)
        #expect(String(decoding: edit.bytes, as: UTF8.self) == example.after)
        #expect(edit.node(at: example.path + [.member("new"), .element(0)])?.value == 1)
    }

    @Test(arguments: [
        EditCase(before: "[]", after: "[\n  {\n    \"x\": 0\n  }\n]"),
        EditCase(before: "[1, 2]", after: #"[1, 2, {"x":0}]"#),
        EditCase(before: "[1,2]", after: #"[1,2,{"x":0}]"#),
        EditCase(before: "[\n  1\n]", after: "[\n  1,\n  {\n    \"x\": 0\n  }\n]"),
        EditCase(before: "[\n  1,\n  2]", after: "[\n  1,\n  2,\n  {\n    \"x\": 0\n  }]"),
        EditCase(path: [.member("a")], before: #"{"a":[]}"#, after: #"{"a":[{"x":0}]}"#),
        EditCase(
            path: [.member("a")], before: "{\n  \"a\": [ /* none */ ]\n}",
            after: "{\n  \"a\": [ /* none */\n    {\n      \"x\": 0\n    }\n  ]\n}"),
    ])
    func `appends an element as its surroundings are laid out`(_ example: EditCase) throws {
        var edit = try JSONTextEdit(Array(example.before.utf8))
        let done = edit.append(["x": 0], toArrayAt: example.path)
        #expect(done)
        #expect(String(decoding: edit.bytes, as: UTF8.self) == example.after)
    }

    @Test(arguments: [
        EditCase(path: [.member("a")], before: #"{"a":1}"#, after: "{}"),
        EditCase(path: [.member("a")], before: "{\n  \"a\": 1,\n}\n", after: "{}\n"),
        EditCase(path: [.member("a")], before: #"{"a":1, "b":2}"#, after: #"{"b":2}"#),
        EditCase(path: [.member("b")], before: #"{"a":1, "b":2}"#, after: #"{"a":1}"#),
        EditCase(path: [.member("b")], before: #"{"a":1, "b":2,}"#, after: #"{"a":1,}"#),
        EditCase(path: [.element(1)], before: "[1, 2, 3]", after: "[1, 3]"),
        EditCase(path: [.element(2)], before: "[\n  1,\n  2,\n  3\n]", after: "[\n  1,\n  2\n]"),
        EditCase(path: [.element(0)], before: "[\n  1,\n  2,\n  3\n]", after: "[\n  2,\n  3\n]"),
        EditCase(
            path: [.member("b")], before: "{\n  \"a\": 1, // of a\n  \"b\": 2 // of b\n  // end\n}",
            after: "{\n  \"a\": 1 // of a\n   // of b\n  // end\n}"),
        EditCase(
            path: [.member("a")], before: "{\n  // of a\n  \"a\": 1\n}", after: "{\n  // of a\n}"),
        EditCase(
            path: [.member("a")], before: "{ // of all\n\"a\": 1}", after: "{ // of all\n}"),
        EditCase(
            path: [.member("b")], before: "{\"a\": 1, // of a\n\"b\": 2}",
            after: "{\"a\": 1 // of a\n}"),
        EditCase(path: [.member("a")], before: #"{"a":1,"b":2,"a":3}"#, after: #"{"a":1,"b":2}"#),
        EditCase(
            path: [.member("h"), .member("x")],
            before: "{\r\n\t\"h\": {\r\n\t\t\"x\": []\r\n\t}\r\n}",
            after: "{\r\n\t\"h\": {}\r\n}"),
    ])
    func `removes a value with its comma and nothing else`(_ example: EditCase) throws {
        var edit = try JSONTextEdit(Array(example.before.utf8))
        let done = edit.remove(at: example.path)
        #expect(done)
        #expect(String(decoding: edit.bytes, as: UTF8.self) == example.after)
    }

    @Test(arguments: [
        "{}", "{}\n", "\u{FEFF}{}", #"{"a":1}"#, #"{ "a": 1 }"#, #"{"a":1,}"#, #"{"a": 1, "b": 2}"#,
        "{\n  \"a\": 1\n}\n", "{\n\t\"a\": [\n\t\t1\n\t]\n}", "{\r\n  \"a\": 1\r\n}\r\n",
        "{\n  \"a\": 1,\n}", "{\n  \"a\": 1 // x\n}", "{\n  \"a\": 1, // x  \n}",
        "// top\n{\n  /* x */ \"a\": 1\n  // y\n\n}\n// end", "{\n\"a\": 1}",
        "{\"a\":1 // x\n}", "{\n  \"a\": {\"b\": []}, \"c\": 1 }",
    ])
    func `removing what was added gives the text back`(_ text: String) throws {
        for value: JSON in [1, [], ["x": [1, ["y": .null]]]] {
            var edit = try JSONTextEdit(Array(text.utf8))
            edit.insert(value, as: "new", intoObjectAt: [])
            #expect(edit.node(at: [.member("new")])?.value == value)
            edit.remove(at: [.member("new")])
            #expect(String(decoding: edit.bytes, as: UTF8.self) == text)
        }
    }

    @Test(arguments: [
        EditCase(
            path: [.member("a")], before: #"{"a": 1 /* x */}"#, after: #"{"a": ["b"] /* x */}"#),
        EditCase(
            path: [.member("a")], before: "{\n  \"a\": [\n    1\n  ]\n}",
            after: "{\n  \"a\": [\n    \"b\"\n  ]\n}"),
        EditCase(path: [.element(1)], before: "[1,2,3]", after: #"[1,["b"],3]"#),
    ])
    func `puts a value in the place of another`(_ example: EditCase) throws {
        var edit = try JSONTextEdit(Array(example.before.utf8))
        let done = edit.replace(at: example.path, with: ["b"])
        #expect(done)
        #expect(String(decoding: edit.bytes, as: UTF8.self) == example.after)
    }

    @Test func `an edit at a place that is not there changes nothing`() throws {
        let text = Array(#"{"a":[1],"b":{}}"#.utf8)
        var edit = try JSONTextEdit(text)
        let done = [
            edit.insert(1, as: "x", intoObjectAt: [.member("a")]),
            edit.insert(1, as: "x", intoObjectAt: [.member("c")]),
            edit.append(1, toArrayAt: [.member("b")]),
            edit.append(1, toArrayAt: []),
            edit.remove(at: []),
            edit.remove(at: [.member("a"), .element(1)]),
            edit.remove(at: [.member("a"), .member("x")]),
            edit.replace(at: [.element(0)], with: 2),
        ]
        #expect(!done.contains(true))
        #expect(edit.bytes == text)
    }

    @Test func `a text that is no JSON is refused`() {
        #expect(throws: JSONError.self) { try JSONTextEdit(Array("{".utf8)) }
    }
}
