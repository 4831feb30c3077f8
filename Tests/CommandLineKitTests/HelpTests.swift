import CommandLineKit
import Testing

@Suite struct HelpTests {
    @Test func `help shows the order of the words and what each is`() throws {
        let help = try Sample.command("launch").help(["ring", "launch"])
        #expect(
            help == """
                Start a task.

                Usage: ring launch [OPTIONS] NAME [WORD…]

                A task runs in the background.

                Arguments:
                  NAME  Its name
                  WORD  What it says

                Options:
                  -s, --store STORE  Whose (claude, droid)
                  --label TEXT       A label
                  --json             Print JSON
                  -h, --help         Show this help

                """)
    }

    @Test func `the list of commands leaves out the hidden ones`() {
        let help = Sample.program.help(["ring"])
        #expect(help.contains("Usage: ring [COMMAND]\n"))
        #expect(help.contains("  launch, start  Start a task\n"))
        #expect(!help.contains("secret"))
    }

    @Test func `a command that works alone says that subcommands may follow`() throws {
        #expect(try Sample.command("task").usage(["ring", "task"]) == "ring task [COMMAND] [ID]")
    }

    @Test func `no line is wider than the page`() {
        let words = Array(repeating: "word", count: 100).joined(separator: " ")
        let command = Command<Int>("c", summary: "S", options: [Option("--option", words)])
        let lines = command.help(["c"]).split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 98 })
        #expect(lines.count > 6)
    }
}
