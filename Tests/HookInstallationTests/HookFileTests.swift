import Foundation
import HookInstallation
import RingbackModel
import TestSupport
import Testing

/// How the installer treats files that belong to other people.
@Suite struct HookFileTests {
    private let files = FileManager.default

    @Test(arguments: [0o600, 0o644, 0o640, 0o664])
    func `a file keeps its mode, and its backup has the same`(_ mode: Int) throws {
        let fixture = try HookFixture([HookFixture.claude: "{}"])
        let path = fixture.folder(HookFixture.claude)
        try files.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        try fixture.install()
        for name in [HookFixture.claude, HookFixture.backup] {
            let attributes = try files.attributesOfItem(atPath: fixture.folder(name))
            #expect(attributes[.posixPermissions] as? Int == mode)
        }
    }

    @Test func `a link stays a link and its target gets the hooks`() throws {
        let fixture = try HookFixture(["dotfiles/claude.json": "{}\n", "home/.claude/x": ""])
        let link = fixture.folder(HookFixture.claude)
        try files.createSymbolicLink(
            atPath: link, withDestinationPath: "../../dotfiles/claude.json")
        try fixture.install()
        #expect(try files.destinationOfSymbolicLink(atPath: link) == "../../dotfiles/claude.json")
        #expect(fixture.folder.text("dotfiles/claude.json")?.contains("/opt/ringback hook") == true)
        #expect(fixture.folder.text(HookFixture.backup) == "{}\n")
        try fixture.uninstall()
        #expect(fixture.folder.text("dotfiles/claude.json") == "{}\n")
        #expect(
            try files.contentsOfDirectory(atPath: fixture.folder("dotfiles")) == ["claude.json"])
    }

    @Test func `a link that leads nowhere is left alone`() throws {
        let fixture = try HookFixture(["home/.claude/x": ""])
        let link = fixture.folder(HookFixture.claude)
        try files.createSymbolicLink(atPath: link, withDestinationPath: "/nowhere/at/all")
        #expect(
            message { try fixture.install() }
                == "\(link) is a link that leads nowhere; mend or remove it first")
    }

    @Test(arguments: [
        (
            "{\n  \"a\": 1\n  \"b\": 2\n}",
            ":3: not valid JSON: expected a comma or }; mend it first"
        ),
        ("[]", ":1: the file is a list where an object is expected; mend it first"),
        ("{\n\"hooks\": []}", ":2: hooks is a list where an object is expected; mend it first"),
        (
            "{\n\"hooks\": {\n\"Stop\": {}}}",
            ":3: Stop is an object where a list is expected; mend it first"
        ),
    ])
    func `a broken file is named with its line and stays as it is`(
        _ text: String, _ problem: String
    ) throws {
        let fixture = try HookFixture([HookFixture.claude: text])
        let path = fixture.folder(HookFixture.claude)
        #expect(message { try fixture.install() } == path + problem)
        #expect(message { try fixture.uninstall() } == path + problem)
        #expect(fixture.folder.text(HookFixture.claude) == text)
        #expect(
            try files.contentsOfDirectory(atPath: fixture.folder("home/.claude")) == [
                "settings.json"
            ])
    }

    @Test func `a read-only file is left alone`() throws {
        let fixture = try HookFixture([HookFixture.claude: "{}"])
        let path = fixture.folder(HookFixture.claude)
        try files.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
        #expect(
            message { try fixture.install() }.hasPrefix("\(path) is read-only, nothing was changed")
        )
        #expect(
            try files.contentsOfDirectory(atPath: fixture.folder("home/.claude")) == [
                "settings.json"
            ])
    }

    @Test func `a folder that can't be made is named`() throws {
        let fixture = try HookFixture(["home": ""])
        #expect(message { try fixture.install() }.contains("can't make the folder"))
    }

    @Test func `a folder in the file's place is named`() throws {
        let fixture = try HookFixture([HookFixture.claude + "/x": ""])
        let path = fixture.folder(HookFixture.claude)
        #expect(message { try fixture.install() } == "can't read \(path): it is a folder")
    }

    @Test func `a change that somebody made meanwhile is not lost`() throws {
        let fixture = try HookFixture([HookFixture.claude: "{}"])
        let change = try fixture.installer().installation(for: .claude)
        try fixture.folder.write("{\"new\": 1}", to: HookFixture.claude)
        #expect(message { try change.apply() }.contains("was changed by somebody else just now"))
        #expect(fixture.folder.text(HookFixture.claude) == "{\"new\": 1}")
    }

    @Test func `nothing else is left in the folder`() throws {
        let fixture = try HookFixture([HookFixture.claude: "{}"])
        try fixture.install()
        let names = try files.contentsOfDirectory(atPath: fixture.folder("home/.claude")).sorted()
        #expect(names == ["settings.json", "settings.json.ringback-backup"])
    }

    /// What a call fails with; empty where it does not.
    private func message<Result>(_ body: () throws -> Result) -> String {
        do {
            _ = try body()
            return ""
        } catch {
            return String(describing: error)
        }
    }
}
