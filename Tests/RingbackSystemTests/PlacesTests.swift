import Glibc
import RingbackSystem
import TestSupport
import Testing

@Suite struct PlacesTests {
    @Test(
        arguments: [
            (["HOME": "/h"], "/h", "/h/.claude", "/h/.local/state/ringback"),
            (["HOME": "/h/"], "/h", "/h/.claude", "/h/.local/state/ringback"),
            (["HOME": "/h///"], "/h", "/h/.claude", "/h/.local/state/ringback"),
            (
                ["HOME": "/h", "CLAUDE_CONFIG_DIR": "/c/", "XDG_STATE_HOME": "/s/"],
                "/h", "/c", "/s/ringback"
            ),
            (
                ["HOME": "/h", "CLAUDE_CONFIG_DIR": "c", "XDG_STATE_HOME": "./s"],
                "/h", "/h/.claude", "/h/.local/state/ringback"
            ),
            (
                ["HOME": "/h", "CLAUDE_CONFIG_DIR": ""], "/h", "/h/.claude",
                "/h/.local/state/ringback"
            ),
        ] as [([String: String], String, String, String)])
    func `things lie where the environment says`(
        _ variables: [String: String], _ home: String, _ claude: String, _ state: String
    ) throws {
        let paths = try #require(Paths(Environment(variables)))
        #expect(paths.home == home)
        #expect(paths.claude == claude)
        #expect(paths.state == state)
        #expect(paths.factory == home + "/.factory")
    }

    @Test(arguments: [[:], ["HOME": ""], ["HOME": "relative"]])
    func `without a home in the environment the user database has one`(
        _ variables: [String: String]
    ) throws {
        let home = unsafe getpwuid(getuid()).map { unsafe String(cString: $0.pointee.pw_dir) }
        #expect(try #require(Paths(Environment(variables))).home == home)
    }

    @Test(arguments: [
        ("~/t.jsonl", "/h/t.jsonl"), ("/a/~/b", "/a/~/b"), ("~", "~"), ("~other/x", "~other/x"),
        ("x", "x"),
    ])
    func `a leading tilde is the home`(_ path: String, _ expanded: String) throws {
        let paths = try #require(Paths(Environment(["HOME": "/h"])))
        #expect(paths.expand(path) == expanded)
        #expect(paths.abbreviate(expanded) == path)
    }

    @Test func `what only begins like the home is not abbreviated`() throws {
        let paths = try #require(Paths(Environment(["HOME": "/h"])))
        #expect(paths.abbreviate("/home/x") == "/home/x")
        #expect(paths.abbreviate("/h") == "/h")
    }

    @Test func `an empty variable counts as missing`() {
        let environment = Environment(["A": "a", "B": ""])
        #expect(environment["A"] == "a")
        #expect(environment["B"] == nil && environment["C"] == nil)
    }

    @Test func `a program is the first on PATH that can be executed`() throws {
        let folder = try ScratchFolder()
        for name in ["texts/tool", "one/tool", "two/tool"] { try folder.write("", to: name) }
        for name in ["one/tool", "two/tool"] { unsafe chmod(folder(name), 0o755) }
        try FileSystem.makeFolder(folder("folders/tool"))
        let path = [
            "", "one", ".", folder("missing"), folder("texts"), folder("folders"), folder("one"),
            folder("two"),
        ]
        .joined(separator: ":")
        let environment = Environment(["PATH": path])
        #expect(environment.executable("tool") == folder("one/tool"))
        #expect(environment.executable("other") == nil)
        #expect(Environment([:]).executable("env") == "/usr/bin/env")
    }
}
