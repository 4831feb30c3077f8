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
        ("plugin/hooks.json", .claude, .settings),
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
}
