import Foundation
import LosslessJSON
import RingbackModel
import RingbackSettings
import Testing

/// `settings.example.json`, which people copy from.
@Suite struct ExampleFileTests {
    private static let path = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "settings.example.json").path

    private let lines: [Substring]
    private let root: JSONSyntax
    private let bytes: [UInt8]

    init() throws {
        bytes = Array(try #require(FileManager.default.contents(atPath: Self.path)))
        root = try JSONSyntax.parse(bytes)
        lines = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
    }

    @Test func `passes our own check and changes nothing`() {
        let checked = SettingsFiles.check(Self.path)
        #expect(checked.problems == [])
        var expected = Settings()
        expected.limitsAgents = true
        #expect(checked.settings == expected)
        #expect(SettingKey.all.allSatisfy { checked.origin(of: $0) == .file(Self.path) })
    }

    @Test(arguments: SettingKey.all.map(\.path))
    func `shows every setting with its default and what it does`(_ path: String) throws {
        let key = try #require(SettingKey.all.first { $0.path == path })
        var member: JSONSyntax.Member?
        for step in key.section.steps + [key.name] { member = (member?.value ?? root).member(step) }
        let found = try #require(member)
        #expect(found.value.value == key.get(Settings()))
        let line = JSONSyntax.line(of: found.keyRange.lowerBound, in: bytes)
        #expect(lines[line - 2].drop { $0 == " " } == "// " + key.summary)
    }

    @Test func `no two settings share a variable`() {
        let variables = SettingKey.all.compactMap(\.variable)
        #expect(Set(variables).count == variables.count)
        #expect(SettingKey.all[0].variable == "RINGBACK_BACKGROUND_NOTIFICATIONS")
    }

    @Test func `only what has members has no variable`() {
        let paths = SettingKey.all.filter { $0.variable == nil }.map(\.path)
        let expected = ["telegram", "ntfy", "webhook", "retention", "agents"]
        #expect(paths == expected.map { "ringback." + $0 })
    }
}
