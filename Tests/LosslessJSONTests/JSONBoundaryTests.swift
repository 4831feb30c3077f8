import LosslessJSON
import Testing

@Suite struct JSONBoundaryTests {
    private func isComplete(_ text: String) -> Bool {
        var boundary = JSONBoundary()
        return boundary.isComplete(after: Array(text.utf8)[...])
    }

    @Test(arguments: [
        "{}", "[]", #"{"a":{"b":[1,{"c":"}"}]}}"#, #"["]","\"]",{"}":"\\"}]"#,
        "\u{FEFF}\n {\"a\": 1}",
    ])
    func `a value is complete with its last byte`(_ text: String) {
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            var boundary = JSONBoundary()
            let first = boundary.isComplete(after: bytes[..<cut])
            #expect(first == (cut == bytes.count))
            let second = first || boundary.isComplete(after: bytes[cut...])
            #expect(second)
        }
    }

    @Test func `what follows the value does not matter`() {
        #expect(isComplete("{}garbage{"))
    }

    @Test(arguments: ["", "   ", "null", #""{}""#, "{", #"{"a":"}"#, #"{"a":"\"}"#])
    func `goes on waiting where no value has ended`(_ text: String) {
        #expect(!isComplete(text))
    }

    @Test(arguments: ["}", "]]", "} {"])
    func `does not wait on after what can be no value`(_ text: String) {
        #expect(isComplete(text))
    }
}
