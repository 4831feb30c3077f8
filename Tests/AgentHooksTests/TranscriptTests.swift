import AgentHooks
import Glibc
import LosslessJSON
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

@Suite struct TranscriptTests {
    private let folder: ScratchFolder
    private let paths: Paths

    init() throws {
        folder = try ScratchFolder()
        paths = try #require(Paths(Environment(["HOME": folder.path])))
    }

    private func transcript(_ text: String, limit: Int = Transcript.tail) throws -> Transcript {
        try folder.write(text, to: "t.jsonl")
        return try #require(Transcript("~/t.jsonl", paths, limit: limit))
    }

    private static func line(_ text: String, _ more: String = "") -> String {
        #"{"type":"assistant","message":{"role":"assistant","content":[{"type":"text","text":"\#(text)"}]}\#(more)}"#
            + "\n"
    }
    private static let tool =
        #"{"type":"assistant","message":{"role":"assistant","content":[{"type":"tool_use","id":"1","name":"Bash","input":{}}]}}"#
        + "\n"

    @Test(
        arguments: [
            (
                #"{"role":"assistant","content":[{"type":"text","text":"A1"},{"type":"text","text":"A2"}]}"#,
                "A2"
            ),
            (
                #"{"type":"message","message":{"role":"assistant","content":[{"type":"text","text":"N"}]}}"#,
                "N"
            ),
            (line("earlier") + tool, "earlier"),
            (#"{"role":"assistant","content":"plain"}"#, "plain"),
            (#"{"role":"assistant","content":null}"#, nil),
            (line("before") + #"{"role":"assistant","content":null}"#, "before"),
            (
                line("whole")
                    + #"{"type":"assistant","message":{"role":"assistant","content":[{"ty"#, "whole"
            ),
            (line("last") + "\n\n  \n", "last"),
            (line("said") + line("aside", #","isSidechain":true"#), "said"),
            (line("said") + line("API Error: 529", #","isApiErrorMessage":true"#), "said"),
            (
                line("said") + #"{"type":"user","message":{"role":"user","content":"assistant"}}"#,
                "said"
            ),
            (
                line("said") + #"{"type":"system","content":"assistant"}"# + "\n[1]\nnull\n7\n",
                "said"
            ),
            (#"{"role":"assistant","content":[{"type":"text","text":7},{"type":"text"}]}"#, nil),
            ("", nil), ("\n", nil), ("assistant", nil), ("{}", nil),
        ] as [(String, String?)])
    func `the last words are found among all that stands there`(_ text: String, _ words: String?)
        throws
    {
        #expect(try transcript(text).lastAssistantText() == words)
    }

    @Test func `in a subagent's own transcript every line is of a subagent`() throws {
        let text =
            Self.line("one", #","isSidechain":true"#) + Self.line("two", #","isSidechain":true"#)
        #expect(try transcript(text).lastAssistantText(ofSubagent: true) == "two")
        #expect(try transcript(text).lastAssistantText() == nil)
    }

    @Test(
        arguments: [
            (10_000, "last"), (200, "last"), (120, "last"), (20, nil), (0, nil),
        ] as [(Int, String?)])
    func `only the tail is read, and its first line counts only if it is whole`(
        _ limit: Int, _ words: String?
    ) throws {
        let text = String(repeating: Self.line("earlier"), count: 100) + Self.line("last")
        #expect(try transcript(text, limit: limit).lastAssistantText() == words)
    }

    @Test(arguments: [10_000, 40_000, 200_000])
    func `words that lie far back are found, behind whatever came since`(_ bytes: Int) throws {
        let filler = Self.tool + String(repeating: " ", count: 900) + "\n"
        let since = String(repeating: filler, count: bytes / filler.utf8.count)
        let transcript = try transcript(Self.report("b1", "failed") + Self.line("words") + since)
        #expect(transcript.lastAssistantText() == "words")
        #expect(transcript.report(of: "b1")?.status == "failed")
        #expect(transcript.report(of: "b2") == nil)
    }

    @Test func `words that lie farther back than is read are not found`() throws {
        let text = Self.line("words") + String(repeating: Self.tool, count: 3000)
        #expect(text.utf8.count > Transcript.tail)
        #expect(try transcript(text).lastAssistantText() == nil)
    }

    @Test func `a line that is exactly the tail is torn for all that is known`() throws {
        let last = Self.line("last")
        #expect(
            try transcript(Self.line("first") + last, limit: last.utf8.count).lastAssistantText()
                == nil)
        #expect(try transcript(last, limit: last.utf8.count).lastAssistantText() == "last")
    }

    @Test func `where there is no file there is no transcript, and nothing is waited for`() throws {
        unsafe mkfifo(folder("fifo"), 0o600)
        for name in ["missing", "fifo", "", "missing/x"] {
            #expect(Transcript(folder(name), paths) == nil)
        }
    }

    private static func report(_ id: String, _ status: String) -> String {
        let text = """
            <task-notification>
            <task-id>\(id)</task-id>
            <status>\(status)</status>
            <summary>Background command "Build" failed with exit code 3</summary>
            </task-notification>
            """
        return
            #"{"type":"queue-operation","operation":"enqueue","content":\#(JSON.string(text).text())}"#
            + "\n"
    }

    @Test func `a report that came in the middle of a turn stands there, however deep`() throws {
        let nested =
            #"{"type":"attachment","attachment":{"prompt":[["#
            + JSON.string("<task-notification>\n<task-id>b2</task-id>\n<status>killed</status>\n")
            .text()
            + "]]}}\n"
        let text =
            Self.report("b1", "running") + Self.report("b1", "failed") + nested
            + Self.line("<task-id>b3<") + Self.report("b11", "completed")
            + #"{"torn":"<task-id>b1<"#
        let transcript = try transcript(text)
        #expect(transcript.report(of: "b1")?.status == "failed")
        #expect(transcript.report(of: "b1")?.end?.exitCode == 3)
        #expect(transcript.report(of: "b2")?.status == "killed")
        #expect(transcript.report(of: "b3") == nil)
        #expect(transcript.report(of: "b") == nil)
    }
}
