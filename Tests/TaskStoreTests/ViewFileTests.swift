import LosslessJSON
@testable import TaskStore
import Testing

@Suite struct ViewFileTests {
    private static let two = """
        {"version":1,"tasks":[
        {"id":"a","x":1},
        {"id":"ab"}
        ]}

        """
    private static let none = "{\"version\":1,\"tasks\":[\n]}\n"

    private func text(_ file: ViewFile, _ extra: JSONObject = [:]) -> String {
        String(decoding: file.text(extra), as: UTF8.self)
    }

    private func file(_ text: String) throws -> ViewFile {
        try #require(ViewFile(Array(text.utf8)))
    }

    @Test(arguments: [two, none])
    func `what it writes it reads, and so does any JSON parser`(_ view: String) throws {
        #expect(text(try file(view)) == view)
        #expect(try JSON.parse(view)["tasks"]?.array != nil)
        #expect(text(ViewFile()) == Self.none)
    }

    @Test func `a task is added at the end, or there in the place of its older line`() throws {
        var view = try file(Self.two)
        view.put(["id": "a", "y": "line\nbreak"], id: "a")
        view.put(["id": "c"], id: "c")
        #expect(
            text(view) == """
                {"version":1,"tasks":[
                {"id":"ab"},
                {"id":"a","y":"line\\nbreak"},
                {"id":"c"}
                ]}

                """)
    }

    @Test func `a task is dropped by its whole id`() throws {
        var view = try file(Self.two)
        let dropped = ["b", "", "x", "a", "a"].map { view.remove($0) }
        #expect(dropped == [false, false, false, true, false])
        #expect(text(view) == "{\"version\":1,\"tasks\":[\n{\"id\":\"ab\"}\n]}\n")
    }

    @Test(arguments: [(0, 0), (1, 1), (2, 2), (5, 2)])
    func `the oldest go first`(_ limit: Int, _ left: Int) throws {
        var view = try file(Self.two)
        view.trim(to: limit)
        #expect(view.lines.count == left)
        if left == 1 { #expect(text(view).contains("\"ab\"")) }
    }

    @Test func `members before the list are written, and not kept`() throws {
        let text = text(try file(Self.two), ["reservations": [["a": "\n"]]])
        #expect(text.hasPrefix("{\"version\":1,\"reservations\":[{\"a\":\"\\n\"}],\"tasks\":[\n"))
        #expect(self.text(try file(text)) == Self.two)
    }

    static let others: [String] = [
        "", "[]", "{}", #"{"tasks":[]}"#, #"{"version":2,"tasks":["#, #"{"version":1,"tasks":[]}"#,
        "{\"version\":1,\"tasks\":[\n", "{\"version\":1,\"tasks\":[\n]}",
        "{\n  \"version\": 1,\n  \"tasks\": [\n  ]\n}\n",
        "{\"version\":1,\"tasks\":[\n{\"id\":\"a\"}\n{\"id\":\"b\"}\n]}\n",
        "{\"version\":1,\"tasks\":[\n{\"id\":\"a\"},\n]}\n",
        "{\"version\":1,\"tasks\":[\n{\"id\":\"a\n]}\n",
        "{\"version\":1,\"tasks\":[\n]}\n{}\n",
    ]

    @Test(arguments: others)
    func `a view of others, or torn, is none`(_ text: String) {
        #expect(ViewFile(Array(text.utf8)) == nil)
    }
}
