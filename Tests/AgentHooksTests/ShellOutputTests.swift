import AgentHooks
import Testing

@Suite struct ShellOutputTests {
    @Test(arguments: [
        ("one\nbuilt\n\n[exited with code 0]\n", "one\nbuilt\n"),
        ("no end of line\n[exited with code 3]\n", "no end of line"),
        ("\n[exited with code 144]\n", ""),
        ("Terminated\n\n[killed]\n", "Terminated\n"),
    ])
    func `what the client adds is left out`(_ kept: String, _ output: String) {
        #expect(ShellOutput.text(Array(kept.utf8)) == output)
    }

    @Test(arguments: [
        "", "built\n", "[killed]\n", "a [killed]\n", "a\n[warning]\n", "a\n[killed]\nmore\n", "]\n",
    ])
    func `what the shell wrote stays as it is`(_ kept: String) {
        #expect(ShellOutput.text(Array(kept.utf8)) == kept)
    }
}
