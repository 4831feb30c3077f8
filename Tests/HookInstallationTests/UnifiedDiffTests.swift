@testable import HookInstallation
import RingbackModel
import TestSupport
import Testing

@Suite struct UnifiedDiffTests {
    @Test(arguments: [
        ("a\n", "a\n", ""),
        ("", "a\n", "@@ -0,0 +1,1 @@\n+a\n"),
        ("a\n", "", "@@ -1,1 +0,0 @@\n-a\n"),
        ("a\nb\nc\n", "a\nx\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n"),
        ("a", "a\n", "@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n"),
        (
            "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n5\n6\n7\n8\n9\nx\n",
            "@@ -7,3 +7,4 @@\n 7\n 8\n 9\n+x\n"
        ),
        (
            "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "x\n2\n3\n4\n5\n6\n7\n8\ny\n",
            "@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+y\n"
        ),
        ("a\r\n", "b\r\n", "@@ -1,1 +1,1 @@\n-a\r\n+b\r\n"),
    ])
    func `shows each change with the lines around it`(
        _ old: String, _ new: String, _ hunks: String
    ) {
        let diff = UnifiedDiff.text(from: Array(old.utf8), to: Array(new.utf8), "a", "b")
        let header = hunks.isEmpty ? "" : "--- a\n+++ b\n"
        #expect(String(decoding: diff, as: UTF8.self) == header + hunks)
    }

    @Test func `the diff of an installation shows a new file as new`() throws {
        let fixture = try HookFixture()
        let diff = try fixture.installer().installation(for: .claude).diff(named: "settings.json")
        let text = String(decoding: diff, as: UTF8.self)
        #expect(text.hasPrefix("--- /dev/null\n+++ settings.json\n@@ -0,0 +1,"))
        #expect(fixture.folder.read(HookFixture.claude) == nil)
    }
}
