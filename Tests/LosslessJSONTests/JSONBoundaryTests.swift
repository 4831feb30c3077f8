import LosslessJSON
import Testing

@Suite struct JSONBoundaryTests {
    @Test(arguments: [
        "{}", "[]", #"{"a":{"b":[1,{"c":"}"}]}}"#, #"["]","\"]",{"}":"\\"}]"#,
        "\u{FEFF}\n {\"a\": 1}",
    ])
    func `a value is complete with its last byte`(_ text: String) {
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            var boundary = JSONBoundary()
            #expect(boundary.isComplete(after: bytes[..<cut]) == (cut == bytes.count))
            if cut < bytes.count { #expect(boundary.isComplete(after: bytes[cut...])) }
        }
    }

    @Test func `what follows the value does not matter`() {
        var boundary = JSONBoundary()
        #expect(boundary.isComplete(after: Array("{}garbage{".utf8)))
    }

    @Test(arguments: ["", "   ", "null", #""{}""#, "{", #"{"a":"}"#, #"{"a":"\"}"#])
    func `goes on waiting where no value has ended`(_ text: String) {
        var boundary = JSONBoundary()
        #expect(!boundary.isComplete(after: Array(text.utf8)))
    }

    @Test(arguments: ["}", "]]", "} {"])
    func `does not wait on after what can be no value`(_ text: String) {
        var boundary = JSONBoundary()
        #expect(boundary.isComplete(after: Array(text.utf8)))
    }
}
