import RingbackModel
import Testing

@Suite struct ClaudeArgumentsTests {
    @Test(arguments: [
        (["claude"], ["claude", "--model", "a b"]),
        (["claude", "-p", "x"], ["claude", "--model", "a b", "-p", "x"]),
        (["/opt/claude", "x"], ["/opt/claude", "--model", "a b", "x"]),
        (["claude", "--model", "a b", "x"], ["claude", "--model", "a b", "x"]),
        (["claude", "--model", "c"], ["claude", "--model", "a b", "--model", "c"]),
        (["claude-foo", "x"], ["claude-foo", "x"]), (["/claude/x"], ["/claude/x"]),
        (["env", "claude"], ["env", "claude"]), (["xclaude"], ["xclaude"]), ([], []),
    ])
    func `go behind the program of a vector, once`(_ vector: [String], _ result: [String]) throws {
        let arguments = try ClaudeArguments("--model 'a b'")
        #expect(arguments.added(to: vector) == result)
        #expect(arguments.added(to: result) == result)
    }

    @Test func `go behind the programs of a line, quoted, once`() throws {
        let arguments = try ClaudeArguments(#"--model "it's""#)
        let line = arguments.added(toLine: "cd x && claude -p 'y'")
        #expect(line == #"cd x && claude '--model' 'it'\''s' -p 'y'"#)
        #expect(arguments.added(toLine: line) == line)
    }

    @Test(arguments: ["", "  \n"])
    func `may be none`(_ text: String) throws {
        let arguments = try ClaudeArguments(text)
        #expect(arguments.added(to: ["claude", "x"]) == ["claude", "x"])
        #expect(arguments.added(toLine: "claude x") == "claude x")
    }

    @Test func `need each quote closed`() {
        #expect(throws: ShellWords.Fault.openQuote("'")) { try ClaudeArguments("--model 'x") }
    }
}
