import LosslessJSON
import ModelContext
import Testing

@Suite struct ConversationTests {
    private static let identity = Conversation.Identity(
        name: "bell", title: "Bell", version: "1", instructions: "Ring.")

    private static var tool: Tool {
        Tool(
            "ring", title: "Ring", description: "Rings.",
            input: [
                "type": "object", "required": ["times"], "additionalProperties": false,
                "properties": ["times": ["type": "integer"]],
            ], output: ["type": "object"], traits: .init(readOnly: true)
        ) { _ in ToolResult("rung") }
    }

    private var conversation = Conversation(identity, tools: [tool])

    private mutating func step(_ text: String) -> Conversation.Step {
        conversation.receive(Array(text.utf8))
    }

    /// What is said to a line.
    private mutating func answer(_ text: String) throws -> JSON {
        guard case .say(let message) = step(text) else {
            throw Missing(description: "nothing was said to \(text)")
        }
        return message
    }

    private struct Missing: Error, CustomStringConvertible { let description: String }

    private static let call =
        #"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"ring","arguments":{"times":2}}}"#

    // MARK: What can't be taken

    @Test(arguments: [
        ("{", -32700, "null"), ("nonsense", -32700, "null"), (#"{"id":1"#, -32700, "null"),
        (#"{"jsonrpc":"2.0","id":1,"method":"pi"#, -32700, "null"),
        ("[]", -32600, "null"), (#"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, -32600, "null"),
        ("1", -32600, "null"), ("\"ping\"", -32600, "null"), ("null", -32600, "null"),
        ("{}", -32600, "null"), (#"{"id":1,"method":"ping"}"#, -32600, "1"),
        (#"{"jsonrpc":"1.0","id":"a","method":"ping"}"#, -32600, #""a""#),
        (#"{"jsonrpc":2.0,"id":1,"method":"ping"}"#, -32600, "1"),
        (#"{"jsonrpc":"2.0","id":1}"#, -32600, "1"),
        (#"{"jsonrpc":"2.0","id":1,"method":5}"#, -32600, "1"),
        (#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, -32600, "null"),
        (#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, -32600, "null"),
        (#"{"jsonrpc":"2.0","id":{},"method":"ping"}"#, -32600, "null"),
        (#"{"jsonrpc":"2.0","id":true,"method":"ping"}"#, -32600, "null"),
        (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[1]}"#, -32602, "1"),
        (#"{"jsonrpc":"2.0","id":1,"method":"server/discover"}"#, -32601, "1"),
        (#"{"jsonrpc":"2.0","id":1,"method":"resources/list"}"#, -32601, "1"),
        (#"{"jsonrpc":"2.0","id":1,"method":""}"#, -32601, "1"),
        (#"{"jsonrpc":"2.0","id":1,"method":"initialize"}"#, -32602, "1"),
        (#"{"jsonrpc":"2.0","id":1,"method":"tools/call"}"#, -32602, "1"),
        (#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":1}}"#, -32602, "1"),
        (#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x"}}"#, -32602, "1"),
        (
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ring","arguments":[]}}"#,
            -32602, "1"
        ),
        (#"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"x"}}"#, -32602, "1"),
    ])
    mutating func `a message that can't be taken is told with its code and whose it is`(
        _ line: String, code: Int, id: String
    ) throws {
        let answer = try answer(line)
        #expect(answer["jsonrpc"] == "2.0")
        #expect(answer["error"]?["code"]?.int == code)
        #expect(answer["error"]?["message"]?.string?.isEmpty == false)
        #expect(answer["id"]?.text() == id)
        #expect(answer["result"] == nil)
    }

    @Test func `a line that was too long is told as nobody's`() {
        let answer = Conversation.refusal(ofLinesOver: 32 << 20)
        #expect(answer["id"] == .null)
        #expect(answer["error"]?["code"] == -32600)
        #expect(answer["error"]?["message"]?.string?.contains("32 MiB") == true)
    }

    @Test(arguments: [
        #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
        #"{"jsonrpc":"2.0","method":"notifications/unknown","params":[1]}"#,
        #"{"jsonrpc":"2.0","method":"notifications/cancelled"}"#,
        #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99}}"#,
        #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":null}}"#,
        #"{"jsonrpc":"2.0","id":1,"result":{}}"#,
        #"{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x"}}"#,
    ])
    mutating func `notifications and answers are not answered`(_ line: String) {
        #expect(step(line) == .nothing)
    }

    // MARK: The begin

    @Test(arguments: [
        ("2025-11-25", "2025-11-25"), ("2025-06-18", "2025-06-18"), ("2024-11-05", "2025-11-25"),
        ("2099-01-01", "2025-11-25"), ("", "2025-11-25"),
    ])
    mutating func `a known revision is agreed to; to another one the latest is offered`(
        wanted: String, agreed: String
    ) throws {
        let answer = try answer(
            #"{"jsonrpc":"2.0","id":"i","method":"initialize","params":{"protocolVersion":"\#(wanted)","capabilities":{}}}"#
        )
        let result = try #require(answer["result"])
        #expect(answer["id"] == "i")
        #expect(result["protocolVersion"]?.string == agreed)
        #expect(result["capabilities"] == ["tools": [:]])
        #expect(result["serverInfo"] == ["name": "bell", "title": "Bell", "version": "1"])
        #expect(result["instructions"] == "Ring.")
    }

    @Test mutating func `tools can be had before the begin, and a ping at any time`() throws {
        #expect(
            try answer(#"{"jsonrpc":"2.0","id":0,"method":"ping"}"#)
                == ["jsonrpc": "2.0", "id": 0, "result": [:]])
        let list = try answer(#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#)
        let tool = try #require(list["result"]?["tools"]?.array?.first)
        #expect(tool["name"] == "ring")
        #expect(tool["title"] == "Ring")
        #expect(tool["inputSchema"]?["type"] == "object")
        #expect(tool["outputSchema"] == ["type": "object"])
        #expect(tool["annotations"]?["readOnlyHint"] == true)
        #expect(tool["annotations"]?["destructiveHint"] == false)
    }

    // MARK: Calls

    @Test mutating func `a call is to be made once, and can be cancelled until it is closed`()
        throws
    {
        guard case .call(let request) = step(Self.call) else {
            Issue.record("no call")
            return
        }
        #expect(request.tool == "ring")
        #expect(request.arguments == ["times": 2])
        #expect(request.progressToken == nil)
        // The same id again, while it is open.
        #expect(try answer(Self.call)["error"]?["code"] == -32600)
        let cancel =
            #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#
        #expect(step(cancel) == .cancel(request.id))
        #expect(step(cancel) == .nothing)
        guard case .call(let second) = step(Self.call) else {
            Issue.record("no second call")
            return
        }
        conversation.close(second.id)
        #expect(step(cancel) == .nothing)
    }

    @Test(arguments: [("\"a\"", true), ("5", true), ("null", false), ("{}", false)])
    mutating func `a progress token is a text or a number`(_ token: String, isTaken: Bool) {
        let line =
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ring","arguments":{"times":1},"_meta":{"progressToken":\#(token)}}}"#
        guard case .call(let request) = step(line) else {
            Issue.record("no call")
            return
        }
        #expect(request.progressToken?.text() == (isTaken ? token : nil))
    }

    @Test(arguments: [
        ("{}", "times is missing"), (#"{"times":"2"}"#, "times: a text where a whole number"),
        (#"{"times":1.5}"#, "times: a number where"), (#"{"times":1,"loud":1}"#, "'loud'"),
    ])
    mutating func `arguments that a tool can't take are told to the model, as a result`(
        _ arguments: String, _ expected: String
    ) throws {
        let answer = try answer(
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ring","arguments":\#(arguments)}}"#
        )
        #expect(answer["error"] == nil)
        #expect(answer["result"]?["isError"] == true)
        let text = answer["result"]?["content"]?.array?.first?["text"]?.string ?? ""
        #expect(text.contains(expected), "\(text)")
    }

    @Test mutating func `only so many calls are open at once`() throws {
        for id in 1...Conversation.mostCalls {
            guard case .call = step(Self.call.replacing("\"id\":7", with: "\"id\":\(id)")) else {
                Issue.record("call \(id) is refused")
                return
            }
        }
        #expect(
            try answer(Self.call.replacing("\"id\":7", with: "\"id\":0"))["error"]?["code"]
                == -32603)
    }
}
