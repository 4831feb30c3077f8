import RingbackModel
import Testing

/// Lines as real shells run them.
@Suite struct ClaudeInShellsTests {
    /// Lines that call it once, with `-p "a b"`.
    private static let lines = [
        #"claude -p "a b""#, #"cd x && claude -p "a b""#, #"cd x; $HERE/bin/claude -p 'a b'"#,
        #"echo $(claude -p "a b")"#, #"echo "$(claude -p "a b")""#, #"echo `claude -p "a b"`"#,
        #"echo "`claude -p 'a b'`""#, #"echo "${x:-$(claude -p "a b")}""#,
        #"echo `echo \`claude -p "a b"\``"#, #"A=b C="d e" claude -p "a b""#,
        #"if true; then claude -p "a b"; fi"#, #"for i in 1; do claude -p "a b"; done"#,
        #"f() { claude -p "a b"; }; f"#, #"case claude in claude) claude -p "a b";; esac"#,
        #"env A=b nice -n 5 claude -p "a b""#, #"timeout 5 claude -p "a b""#,
        #"(claude -p "a b") | cat"#, #"! claude -p "a b" 2>&1 | cat"#,
        #">/dev/null claude -p "a b""#,
        "cat <<E && claude -p 'a b'\nclaude -p c\nE", "true \\\n && claude \\\n -p 'a b' # claude",
        #"{ claude -p "a b" & } | cat"#, #"command exec claude -p "a b""#,
        #"echo claude; claude -p "a b""#,
        "x=$(cat <<E\n)claude\nE\n); claude -p 'a b'", #"(( 1 )); claude -p "a b""#,
        #"echo $((1 + (2) * 3)) && claude -p 'a b'"#,
    ]

    private static let hostile = [
        "; touch A", "$(touch A)", "`touch A`", "'$(touch A)' \"`touch A`\"", "& touch A &",
        "| touch A", "> A", "&& touch A #", "') touch A ('", "\"it's\" ; touch A \\'",
        "'a\ntouch A\n'", "'\"; touch A; \"'", #"'\' '\\' \\ \" '"' "'""#,
        "'`' '\\`' '\\\\`' touch A '`'",
        "${A:=x} $A \\$A $((1))", "'' '' *", "~ ! { } ( )", "'\n'", "\"'\u{301};touch A #\"",
    ]

    @Test(arguments: lines, StandInClaude.shells)
    func `arguments reach the program as they are, and run nothing`(
        _ line: String, _ shell: String
    ) async throws {
        let texts = ["--model opus"] + Self.hostile
        let claude = try await StandInClaude()
        // A shell for all: each line in a shell within it, which it may leave or replace.
        let lines = try texts.map { "(\(try ClaudeArguments($0).added(toLine: line))\n)\n" }
        try await claude.run(lines.joined(), shell: shell)
        #expect(
            claude.calls == (try texts.map { try ClaudeArguments($0).words + ["-p", "a b"] }))
        #expect(try claude.files == ["x"])
    }

    @Test(arguments: StandInClaude.shells)
    func `each call of a line gets them, and what only speaks of it none`(
        _ shell: String
    ) async throws {
        let claude = try await StandInClaude()
        let line = """
            echo claude 'claude; claude' >claude # claude
            cat claude <<'END'
            claude
            END
            claude one && claude "$(claude two; echo three)" || claude four
            """
        try await claude.run(try ClaudeArguments("--x 'y z'").added(toLine: line), shell: shell)
        #expect(
            claude.calls == [
                ["--x", "y z", "one"], ["--x", "y z", "two"], ["--x", "y z", "three"],
            ])
        #expect(try claude.files == ["claude", "x"])
    }
}
