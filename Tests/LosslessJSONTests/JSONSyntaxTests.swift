import LosslessJSON
import Testing

@Suite struct JSONSyntaxTests {
    private let text = Array(
        "\u{FEFF}{\n  \"a\": [1, \"é\"], // x\n  \"b\" : {\"c\": true}\n}\n".utf8)

    private func slice(_ range: Range<Int>) -> String {
        String(decoding: text[range], as: UTF8.self)
    }

    @Test func `every value knows where it stands`() throws {
        let root = try JSONSyntax.parse(text)
        #expect(slice(root.range).hasPrefix("{") && slice(root.range).hasSuffix("}"))
        let list = try #require(root.member("a"))
        #expect(slice(list.keyRange) == #""a""#)
        #expect(slice(list.value.range) == #"[1, "é"]"#)
        #expect(list.value.elements?.map { slice($0.range) } == ["1", #""é""#])
        let inner = try #require(root.member("b")?.value.member("c"))
        #expect(slice(inner.value.range) == "true")
        #expect(JSONSyntax.line(of: inner.keyRange.lowerBound, in: text) == 3)
        #expect(JSONSyntax.line(of: root.range.lowerBound, in: text) == 1)
    }

    @Test func `gives members and elements of their own kind only`() throws {
        let root = try JSONSyntax.parse(text)
        #expect(root.elements == nil)
        #expect(root.member("a")?.value.members == nil)
        #expect(root.member("c") == nil)
        #expect(root.value["b"] == ["c": true])
    }
}
