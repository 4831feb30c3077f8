import CommandLineKit
import Testing

@Suite struct ParsingTests {
    @Test(
        arguments: [
            (["launch", "a"], ["ring", "launch"], ["a"]),
            (["start", "a"], ["ring", "launch"], ["a"]),
            (["settings", "show", "--json"], ["ring", "settings", "show"], ["--json"]),
            (["settings"], ["ring", "settings"], []),
            (["task", "7"], ["ring", "task"], ["7"]),
            (["task", "cancel", "7"], ["ring", "task", "cancel"], ["7"]),
            (["secret"], ["ring", "secret"], []),
            (["--version"], ["ring"], ["--version"]),
            ([], ["ring"], []),
        ] as [([String], [String], [String])])
    func `finds the command that the words name`(
        _ words: [String], _ path: [String], _ rest: [String]
    ) throws {
        let match = try Sample.program.match(words)
        #expect(match.path == path)
        #expect(match.command.name == path.last)
        #expect(match.rest == rest)
        #expect(!match.wantsHelp)
    }

    @Test(arguments: [
        (["lunch"], "unknown command 'lunch'; did you mean 'launch'? (see 'ring --help')"),
        (["xyzzy"], "unknown command 'xyzzy' (see 'ring --help')"),
        (["secrets"], "unknown command 'secrets' (see 'ring --help')"),
        (
            ["settings", "chek"],
            "unknown command 'chek'; did you mean 'check'? (see 'ring settings --help')"
        ),
    ])
    func `says of an unknown command what is near`(_ words: [String], _ message: String) {
        #expect(throws: UsageError(message)) { try Sample.program.match(words) }
    }

    @Test(arguments: [
        (["--help"], true), (["launch", "-h"], true), (["launch", "a", "--help"], true),
        (["launch", "--", "--help"], false), (["shell", "--help"], true),
        (["shell", "ls", "--help"], false), (["launch"], false),
    ])
    func `help is wanted where it is asked for`(_ words: [String], _ wanted: Bool) throws {
        #expect(try Sample.program.match(words).wantsHelp == wanted)
    }

    @Test(
        arguments: [
            (["a"], ["a"], [:]),
            (["a", "b", "c"], ["a", "b", "c"], [:]),
            (["--json", "a"], ["a"], ["--json": [""]]),
            (["a", "--store", "droid"], ["a"], ["--store": ["droid"]]),
            (["a", "--store=droid"], ["a"], ["--store": ["droid"]]),
            (["-s", "droid", "a"], ["a"], ["--store": ["droid"]]),
            (["a", "--label="], ["a"], ["--label": [""]]),
            (["a", "--label=x=y"], ["a"], ["--label": ["x=y"]]),
            (["a", "--label", "--json"], ["a"], ["--label": ["--json"]]),
            (["a", "--label", "1", "--label", "2"], ["a"], ["--label": ["1", "2"]]),
            (["a", "--", "--json", "--"], ["a", "--json", "--"], [:]),
            (["-"], ["-"], [:]),
            ([""], [""], [:]),
        ] as [([String], [String], [String: [String]])])
    func `sorts words into arguments and options`(
        _ words: [String], _ arguments: [String], _ options: [String: [String]]
    ) throws {
        let parsed = try Sample.command("launch").parse(words)
        #expect(parsed == Invocation(arguments: arguments, options: options))
    }

    @Test(
        arguments: [
            ([], "NAME is missing"),
            (["a", "--jsn"], "unknown option '--jsn'; did you mean '--json'?"),
            (["a", "--xyzzy=1"], "unknown option '--xyzzy'"),
            (["a", "-x"], "unknown option '-x'"),
            (["a", "--store"], "--store needs a value: --store STORE"),
            (["a", "--store", "octo"], "--store can't be 'octo'; allowed: claude, droid"),
            (["a", "--json=yes"], "--json takes no value"),
        ] as [([String], String)])
    func `says what is wrong and what is allowed`(_ words: [String], _ message: String) throws {
        let command = try Sample.command("launch")
        #expect(throws: UsageError(message)) { try command.parse(words) }
    }

    @Test func `a word too many is named`() throws {
        let command = try Sample.command("task")
        #expect(throws: UsageError("unexpected argument 'b'")) { try command.parse(["a", "b"]) }
    }

    @Test func `raw words stay as they are`() throws {
        let words = ["ls", "--json", "--", "-h"]
        #expect(try Sample.command("shell").parse(words).arguments == words)
    }

    @Test func `the last value of an option counts`() {
        let invocation = Invocation(arguments: ["a"], options: ["--n": ["1", "2"], "--f": [""]])
        #expect(invocation.value("--n") == "2")
        #expect(invocation.has("--f") && !invocation.has("--g"))
        #expect(invocation.argument(0) == "a" && invocation.argument(1) == nil)
    }
}
