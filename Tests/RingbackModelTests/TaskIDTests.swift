import RingbackModel
import Testing

@Suite struct TaskIDTests {
    @Test(arguments: [
        "a", "9", "search-auth-patterns", "bg_1a1fa01f45f699cf6", "v1.2", "x@y", "_", "Active",
        "active.x", String(repeating: "a", count: 128),
    ])
    func `people's and agents' names are ids`(_ text: String) {
        #expect(TaskID.isValid(text))
    }

    @Test(arguments: [
        "", ".", "..", ".hidden", "-rf", "a/b", "../a", "/etc/passwd", "a b", "a\n", "a\0", "é",
        "😀",
        "a*", "a:b", "active", "completed", "failed", String(repeating: "a", count: 129),
    ])
    func `what could leave the folder or hit a view is none`(_ text: String) {
        #expect(!TaskID.isValid(text))
    }
}
