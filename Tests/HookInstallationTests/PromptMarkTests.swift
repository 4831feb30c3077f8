import Testing

@testable import HookInstallation

@Suite struct PromptMarkTests {
    private static let ours = PromptMark.sign("Say hello.\n")

    @Test(arguments: [
        (ours, PromptMark.Owner.us),
        (PromptMark.sign(""), .us),
        (PromptMark.sign("grüße 'x' -->\n"), .us),
        (PromptMark.sign(ours), .us),
        (ours.replacing("hello", with: "Hello"), .edited),
        (ours + "More.\n", .edited),
        ("\n" + ours, .edited),
        (String(ours.dropLast()), .edited),
        (ours.replacing("\n", with: "\r\n"), .edited),
        ("", .others),
        ("Say hello.\n", .others),
        ("<!-- Made by somebody else -->\n", .others),
    ])
    func `tells ours from edited ones and others`(_ text: String, _ owner: PromptMark.Owner) {
        #expect(PromptMark.owner(of: Array(text.utf8)) == owner)
    }

    @Test func `a byte that is no text is an edit`() {
        #expect(PromptMark.owner(of: [0xFF] + Array(Self.ours.utf8)) == .edited)
        #expect(PromptMark.owner(of: [0xFF, 0x00]) == .others)
    }

    /// A file of an older version is only known again as long as this stays.
    @Test func `the mark stays as it is`() {
        #expect(
            Self.ours == """
                Say hello.

                <!-- Made by 'ringback install', which updates it until you edit it; \
                dc47da6ee89ffd36 -->

                """)
    }
}
