import Foundation
import HookInstallation
import LosslessJSON
import RingbackModel
import Testing

/// The files under `hooks/`, which people copy where they don't run `ringback install`.
@Suite struct ReadyFilesTests {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "hooks")

    @Test(arguments: [
        ("claude-code.settings.json", Agent.claude, HookText.Place.settings),
        ("factory-droid.hooks.json", .droid, .hooksAlone),
        ("plugin/hooks/hooks.json", .claude, .settings),
    ])
    func `a ready file is what the installer writes`(
        _ name: String, _ agent: Agent, _ place: HookText.Place
    ) throws {
        let table = HookTable.of(agent)
        var text = try HookText([], file: name, place: place)
        try text.install(table, HookCommand.text("ringback", table))
        let path = Self.folder.appending(path: name).path
        let file = try #require(FileManager.default.contents(atPath: path))
        #expect(
            String(decoding: file, as: UTF8.self) == String(decoding: text.bytes, as: UTF8.self))
    }

    @Test(arguments: [("plugin", Agent.claude), ("factory-droid", .droid)])
    func `ready commands and skills are what the installer writes, and no more`(
        _ name: String, _ agent: Agent
    ) throws {
        let folder = Self.folder.appending(path: name)
        let prompts = PromptFile.all(for: agent, program: "ringback")
        for prompt in prompts {
            let file = FileManager.default.contents(
                atPath: folder.appending(path: prompt.path).path)
            #expect(file.map { String(decoding: $0, as: UTF8.self) } == prompt.text)
        }
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        #expect(
            names.filter { $0.hasSuffix(".md") }.sorted() == prompts.map(\.path).sorted())
    }

    @Test func `the plugin's server is what the installer writes`() throws {
        let entry = ServerEntry(agent: .claude, program: "ringback")
        var text = try ServerText([], file: ".mcp.json", entry: entry)
        try text.install()
        let path = Self.folder.appending(path: "plugin/.mcp.json").path
        let file = try #require(FileManager.default.contents(atPath: path))
        #expect(
            String(decoding: file, as: UTF8.self) == String(decoding: text.bytes, as: UTF8.self))
    }

    @Test func `the plugin has a manifest that names it`() throws {
        let path = Self.folder.appending(path: "plugin/.claude-plugin/plugin.json").path
        let file = try #require(FileManager.default.contents(atPath: path))
        #expect(try JSON.parse(Array(file))["name"] == "ringback")
    }
}
