import HookInstallation
import LosslessJSON
import RingbackModel
import TestSupport
import Testing

@Suite struct DroidInstallTests {
    private static let mine =
        #"{"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "x"}]}]}}"#

    @Test(
        arguments: [
            ([:], HookFixture.droid),
            ([HookFixture.droid: "{}"], HookFixture.droid),
            ([HookFixture.droid: "{}", HookFixture.droidHooks: "{}"], HookFixture.droidHooks),
            ([HookFixture.droidHooks: mine], HookFixture.droidHooks),
            ([HookFixture.droid: mine, HookFixture.droidHooks: "{}"], HookFixture.droid),
        ] as [([String: String], String)])
    func `chooses the file that has the hooks`(_ files: [String: String], _ target: String) throws {
        let fixture = try HookFixture(files)
        #expect(try fixture.install(.droid).added == 8)
        #expect(
            try fixture.commands("SubagentStop", in: target)
                == ["/opt/ringback hook --agent droid"])
        for (name, text) in files where name != target {
            #expect(fixture.folder.text(name) == text)
        }
        try fixture.uninstall(.droid)
        for (name, text) in files { #expect(fixture.folder.text(name) == text) }
        #expect(
            fixture.folder.read(HookFixture.droid)
                == files[HookFixture.droid].map { Array($0.utf8) })
    }

    @Test func `a file of hooks alone is keyed by event, unless the user wrote it otherwise`()
        throws
    {
        let plain = try HookFixture([HookFixture.droidHooks: "{}"])
        try plain.install(.droid)
        #expect(try plain.json(HookFixture.droidHooks)["Stop"] != nil)
        let wrapped = try HookFixture([HookFixture.droidHooks: Self.mine])
        try wrapped.install(.droid)
        #expect(try wrapped.json(HookFixture.droidHooks)["hooks"]?["Stop"]?.array?.count == 2)
    }

    @Test func `takes hooks out of both files`() throws {
        let text =
            #"{"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "ringback hook"}]}]}}"#
        let fixture = try HookFixture([HookFixture.droid: text, HookFixture.droidHooks: text])
        #expect(try fixture.uninstall(.droid).map(\.removed) == [1, 1])
    }

    @Test(
        arguments: [
            ([], [.claude]), ([HookFixture.droid], [.droid]), ([HookFixture.claude], [.claude]),
            ([HookFixture.claude, HookFixture.droid], [.claude, .droid]),
        ] as [([String], [Agent])])
    func `the agents that are there are those with a folder`(
        _ files: [String], _ agents: [Agent]
    ) throws {
        let fixture = try HookFixture(Dictionary(uniqueKeysWithValues: files.map { ($0, "{}") }))
        #expect(fixture.installer().presentAgents == agents)
    }
}
