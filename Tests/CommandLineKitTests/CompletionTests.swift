import CommandLineKit
import Testing

@Suite struct CompletionTests {
    @Test(
        arguments: [
            ([""], ["launch", "start", "shell", "task", "settings"]),
            (["s"], ["start", "shell", "settings"]),
            (["settings", ""], ["show", "check"]),
            (["settings", "c"], ["check"]),
            (["start", "--"], ["--store", "--label", "--json", "--help"]),
            (["launch", "a", "--s"], ["--store"]),
            (["launch", "--store", ""], ["claude", "droid"]),
            (["launch", "-s", "d"], ["droid"]),
            (["launch", "--label", ""], []),
            (["task", "c"], ["cancel"]),
            ([], []),
        ] as [([String], [String])])
    func `offers what may stand at the cursor`(_ words: [String], _ offers: [String]) {
        #expect(Sample.program.completions(words) == offers)
    }

    @Test(arguments: CompletionShell.allCases)
    func `a script asks the program itself`(_ shell: CompletionShell) {
        let script = shell.script(for: "ring")
        #expect(script.contains("ring __complete"))
        #expect(script.hasSuffix("\n"))
    }
}
