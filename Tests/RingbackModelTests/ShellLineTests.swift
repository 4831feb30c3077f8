import RingbackModel
import Testing

@Suite struct ShellLineTests {
    /// `@` stands for the place where the words are put in.
    @Test(arguments: [
        "claude@", "claude@ -p x", " \t claude@", "/usr/bin/claude@ -p", "~/bin/claude@",
        "./claude@", "$HOME/bin/claude@ x", "\"$HOME\"/claude@ x", "${X}/claude@",
        "cd x && claude@ -p y",
        "a;claude@;b", "a&claude@&", "a|claude@|b", "a||claude@", "a\nclaude@\nb", "(claude@)",
        "( claude@ )", "{ claude@; }", "x=$(claude@ -p y)", "echo $(claude@)", "echo `claude@`",
        "echo \"a $(claude@ -p \"b c\") d\"", "echo \"`claude@ -p y`\"", "echo ${x:-$(claude@)}",
        "echo \"${x:-`claude@`}\"", "$(echo $(claude@))",
        "if claude@; then claude@; elif claude@; then claude@; else claude@; fi",
        "while claude@; do claude@; done", "until ! claude@; do :; done",
        "for x in a b; do claude@; done",
        "time claude@", "time -p claude@", "exec claude@", "nohup claude@ &", "nice claude@",
        "nice -n 5 claude@", "nice -n5 claude@", "command claude@", "env claude@",
        "env A=b C=d claude@ -p",
        "env -i A=b claude@", "env -u A -- claude@", "timeout 5 claude@",
        "timeout -k 1 -s KILL 5 claude@",
        "exec -a x claude@", "nohup nice env A=b claude@", "A=b claude@", "A=b C='d e' claude@",
        "A=$(claude@) claude@",
        "A= claude@", ">out claude@ -p", "2>&1 claude@ >out", "<in claude@ <claude",
        "2>/dev/null >&2 claude@",
        "claude@>out", "claude@;claude@", "claude@ && claude@ || claude@", "a # claude\nclaude@",
        "a \\\n && claude@ \\\n -p", "\\\nclaude@", "claude@ # claude", "x#y; claude@",
        "f() { claude@; }; f", "f () (claude@)", "case x in a) claude@;; esac; claude@",
        "case claude in claude) claude@ ;; (claude|b) claude@ -p;; *) ;; esac && claude@",
        "$(case a in a) claude@;; esac) && claude@",
        "case a in\n  # claude\n  a)\n claude@\nesac\nclaude@",
        "case a in a) case b in b) claude@;; esac;; c) claude@;; esac",
        "cat <<E\nclaude\nE\nclaude@", "cat <<'E' && claude@\nclaude\n E\nE\nclaude@",
        "cat <<-\"E F\"\n\tclaude\n\tE F\nclaude@",
        "cat <<A <<B\nclaude\nB\nclaude\nA\nclaude\nB\nclaude@",
        "$(cat <<E\nclaude\nE\n) && claude@", "echo $((1 + (2))) && claude@", "$((echo) | claude@)",
        "echo $(( 1 << 2 ))\nclaude@",
        "if (a) then claude@; fi", "{ a; } && claude@", "(a) | claude@", "(a); claude@",
        "! claude@",
        "echo 'a' \"b\" \\\" && claude@", "echo \"\\\"; claude\"; claude@", "echo $# && claude@",
        "a=(claude b) claude@", "claude@ \"$(claude@ -p 'claude; claude')\"", "a |& claude@",
        "claude\\\n@ -p x", "echo $'a' && claude@", "env A=b nohup 3>&1 claude@",
        "{ claude@ & } ; wait",
    ])
    func `words go behind a program that runs`(_ marked: String) {
        let line = marked.split(separator: "@", omittingEmptySubsequences: false).joined()
        let expected = marked.split(separator: "@", omittingEmptySubsequences: false)
            .joined(separator: " 'X' 'y z'")
        #expect(ShellLine.inserting(["'X'", "'y z'"], behind: "claude", in: line) == expected)
    }

    @Test(arguments: [
        "", "echo claude", "grep claude x", "claude-foo", "claude.sh", "xclaude", "claude=1",
        "claude=1 x",
        "'claude'", "\"claude\" -p", "\\claude", "cl'a'ude", "echo 'a; claude'",
        "echo \"a; claude\"",
        "echo 'a' 'b && claude'", "# claude", "echo a # ; claude", "echo a \\; claude",
        "echo \\\\ claude",
        "echo \\& claude", "echo \\| claude", "echo \\( claude", "sh -c 'claude -p x'",
        "echo \"\\$(claude)\"",
        "echo \"\\`claude\\`\"", "echo '$(claude)'", "cat <<E\nclaude\nE",
        "cat <<E\n; claude\n$(x\nE",
        "cat <<\\E\nclaude", "cat >claude", "cat < claude", "cat 2>&1 claude", "claude() { x; }",
        "claude () { x; }",
        "for claude in a; do b; done", "for x in claude; do b; done",
        "case claude in claude) x;; esac",
        "case x in (a|claude) y;; claude) z;; esac", "command -v claude", "command -V claude",
        "type claude",
        "env --version claude", "nice --help claude", "/claude/x", "$claude", "${x}claude",
        "x${claude}",
        "echo $((claude + 1))", "echo ${claude:-claude}", "echo \"${x:-claude}\"", "a=(x claude)",
        "echo $claude",
        "echo &>x claude", "CLAUDE", "claudeé", "echo é; éclaude", "which claude && echo claude",
        "timeout claude",
        "env -u claude", "exec -a claude", "echo 'unclosed; claude", "echo \"unclosed; claude",
        "echo `unclosed; claude",
        "echo $'it\\'s; claude'", "echo <<<claude", "echo x;echo claude", "done claude",
        "echo {claude,b}",
        "[ claude ]", "if", "case", "case x", "case x in", "case x in a", "case x in a)",
        "case x in a;", "(", ")", "$(", "${", "$((",
        "<", "<<", ">", "`", "\\", "'", "\"", "$'", "a=(", "f(", "&", ";;", "$", "env", "env A=b",
    ])
    func `what runs no program stays as it is`(_ line: String) {
        #expect(ShellLine.inserting(["X"], behind: "claude", in: line) == line)
    }

    @Test func `between backticks they are escaped`() {
        let words = [ShellWords.quoted("`a` \\ $x \"")]
        #expect(
            ShellLine.inserting(words, behind: "claude", in: "`claude x`")
                == #"`claude '\`a\` \\ $x "' x`"#)
        #expect(
            ShellLine.inserting(words, behind: "claude", in: "\"`claude x`\"")
                == #""`claude '\`a\` \\ $x \"' x`""#)
    }

    @Test(arguments: [
        "claude X", "claude X -p", "a && claude X; claude X", "$(claude X)", "`claude X`",
    ])
    func `they are not put in twice`(_ line: String) {
        #expect(ShellLine.inserting(["X"], behind: "claude", in: line) == line)
    }

    @Test func `other words that begin alike don't hold them back`() {
        #expect(ShellLine.inserting(["X"], behind: "claude", in: "claude XY") == "claude X XY")
        #expect(ShellLine.inserting([], behind: "claude", in: "claude") == "claude")
    }

    @Test(arguments: [
        "(", "$(", "\"$(", "${", "$((", "`", "case x in a) ", "\"${", "{ ", "if ", "\\`",
    ])
    func `a line that never ends its nesting is passed on`(_ opening: String) {
        let line = String(repeating: opening, count: 20_000) + "claude"
        let result = ShellLine.inserting(["X"], behind: "claude", in: line)
        #expect(result == line || result == line + " X")
    }
}
