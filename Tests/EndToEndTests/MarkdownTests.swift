import TestSupport
import Testing

/// `ringback list --markdown`: what an agent shows its person.
@Suite struct MarkdownTests {
    @Test func `tasks at work come first, and nothing in a cell breaks the table`() throws {
        let home = try EndToEndHome()
        func task(_ id: String, _ members: String) throws {
            try home.folder.write(
                #"{"id":"\#(id)","source":"bg","background":true,"created_at":"2026-11-20T10:00:00Z",\#(members)}"#,
                to: EndToEndHome.store + "/\(id).json")
        }
        try task(
            "test-unit",
            #""type":"process","status":"completed","result":"a | b\nlast\u001b[31m line""#)
        try task(
            "search", #""type":"agent","agent":"explorer","status":"failed","error":"Exit code 1""#)
        try task("build", #""type":"process","status":"pending","command":"make all""#)
        let lines = try home.ringback("tasks", "--markdown").text.split(separator: "\n")
        #expect(lines.prefix(2) == ["| id | who | status | result |", "|---|---|---|---|"])
        #expect(lines.dropFirst(2).first?.hasPrefix("| build | shell | pending ") == true)
        #expect(lines.contains(#"| test-unit | shell | completed | a \| b last line |"#))
        #expect(lines.contains("| search | explorer | failed | Exit code 1 |"))
        #expect(lines.count == 5)
    }
}
