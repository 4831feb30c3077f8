import RingbackModel
import RingbackSystem
import TaskStore
import TestSupport
import Testing

@Suite struct StoreLocationTests {
    private let folder: ScratchFolder
    private let paths: Paths

    init() throws {
        folder = try ScratchFolder()
        paths = try #require(Paths(Environment(["HOME": folder("home")])))
        try FileSystem.makeFolder(folder("project/.octo"))
        try FileSystem.makeFolder(folder("project/src/deep"))
        try FileSystem.makeFolder(folder("plain"))
    }

    /// A store in a few words: its layout and its folder, `~` for the home and `/` for the rest.
    private func words(_ location: StoreLocation?) -> String {
        guard let location else { return "none" }
        let path = paths.abbreviate(location.folder)
        return "\(location.layout) "
            + (path.hasPrefix(folder.path) ? String(path.dropFirst(folder.path.count)) : path)
    }

    private static let claude = "claude ~/.claude/.sisyphus/background-tasks"
    private static let droid = "droid ~/.factory/.omd/background-tasks"
    private static let octo = "octo /project/.octo/tasks"

    @Test(
        arguments: [
            ([:], nil, "plain", claude),
            ([:], nil, "project", octo),
            ([:], nil, "project/src/deep", octo),
            ([:], .claude, "project", claude),
            ([:], .droid, "plain", droid),
            (["FACTORY_PROJECT_DIR": "/p"], nil, "project", droid),
            (["FACTORY_PROJECT_DIR": "/p"], .claude, "plain", claude),
            (["RINGBACK_STORE": "octo"], .droid, "plain", "octo /plain/.octo/tasks"),
            (["RINGBACK_STORE": "octo"], nil, "project/src", octo),
            (["RINGBACK_STORE": "claude", "FACTORY_PROJECT_DIR": "/p"], .droid, "project", claude),
            (["RINGBACK_STORE": "droid"], .claude, "project", droid),
            (["RINGBACK_STORE": "~/own"], .claude, "plain", "claude ~/own"),
            (["RINGBACK_STORE": "nonsense"], nil, "plain", claude),
            (["RINGBACK_STORE": ""], nil, "plain", claude),
        ] as [([String: String], Agent?, String, String)])
    func `the store is chosen by name, agent, environment and folder, in this order`(
        _ variables: [String: String], _ agent: Agent?, _ place: String, _ store: String
    ) {
        let location = StoreLocation.usual(
            Environment(variables), paths, agent: agent, folder: folder(place))
        #expect(words(location) == store)
    }

    @Test(arguments: [
        ("claude", claude), ("droid", droid), ("octo", octo), ("sub/x", "claude /project/sub/x"),
        (".", "claude /project/."), ("./.octo/tasks", "octo /project/./.octo/tasks"),
        ("~/x/.omd/background-tasks", "droid ~/x/.omd/background-tasks"), ("codex", "none"),
        ("", "none"),
    ])
    func `a name is a family or a folder`(_ name: String, _ store: String) {
        #expect(words(StoreLocation(named: name, paths, folder: folder("project"))) == store)
    }

    @Test(arguments: ["/", "", "relative", "/no/such/folder"])
    func `there is no Octo project where none is`(_ place: String) {
        #expect(StoreLocation(octoProjectAround: place) == nil)
    }

    @Test func `a file of that name is no Octo project`() throws {
        try folder.write("", to: "plain/.octo")
        #expect(StoreLocation(octoProjectAround: folder("plain")) == nil)
    }

    @Test func `all stores are those that there are, each once, the usual one first`() throws {
        func all(_ variables: [String: String]) -> [String] {
            StoreLocation.all(Environment(variables), paths, folder: folder("project/src")).map(
                words)
        }
        #expect(all([:]) == [])
        for place in [
            "home/.claude/.sisyphus/background-tasks", "home/.factory/.omd/background-tasks",
            "project/.octo/tasks",
        ] {
            try FileSystem.makeFolder(folder(place))
        }
        #expect(all([:]) == [Self.octo, Self.claude, Self.droid])
        #expect(all(["RINGBACK_STORE": "droid"]) == [Self.droid, Self.claude, Self.octo])
    }

    @Test func `people call a store by its family, or by its folder`() throws {
        #expect(StoreLocation(of: .claude, paths).name(paths) == "claude")
        #expect(StoreLocation(of: .droid, paths).name(paths) == "droid")
        #expect(
            try #require(StoreLocation(octoProjectAround: folder("project"))).name(paths) == "octo")
        #expect(StoreLocation(folder: "/x", layout: .claude).name(paths) == "/x")
    }
}
