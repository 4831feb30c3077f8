import LosslessJSON
import ModelContext
import Testing

@Suite struct ToolTests {
    @Test func `a result has a text, and a structure where there is one`() {
        #expect(
            ToolResult("done", ["id": "a"]).json
                == [
                    "content": [["type": "text", "text": "done"]],
                    "structuredContent": ["id": "a"], "isError": false,
                ])
        #expect(
            ToolResult.failure("no").json
                == ["content": [["type": "text", "text": "no"]], "isError": true])
    }

    @Test func `progress is told under the client's token, and grows`() throws {
        var sent: [JSON] = []
        let call = ToolCall(arguments: [:], progressToken: 7) { sent.append($0) }
        #expect(call.isWatched)
        call.tell("one", total: 60)
        call.tell("two")
        #expect(sent.map { $0["method"] } == Array(repeating: "notifications/progress", count: 2))
        #expect(sent.allSatisfy { $0["id"] == nil && $0["params"]?["progressToken"] == 7 })
        #expect(sent.map { $0["params"]?["message"] } == ["one", "two"])
        #expect(sent.map { $0["params"]?["total"]?.double } == [60, nil])
        let progress = sent.compactMap { $0["params"]?["progress"]?.double }
        #expect(progress.count == 2 && progress[0] <= progress[1])
    }

    @Test func `nothing is told where nobody asked for it`() {
        var sent: [JSON] = []
        let call = ToolCall(arguments: [:]) { sent.append($0) }
        call.tell("one")
        #expect(!call.isWatched)
        #expect(sent.isEmpty)
    }
}
