import CommandLineKit

/// A tree of commands as programs have them.
enum Sample {
    static let program = Command<Int>(
        "ring", summary: "Rings",
        subcommands: [
            Command(
                "launch", aliases: ["start"], summary: "Start a task",
                discussion: "A task runs in the background.",
                arguments: [
                    Argument("NAME", "Its name"),
                    Argument("WORD", "What it says", isOptional: true, isRepeating: true),
                ],
                options: [
                    Option(
                        "--store", short: "-s", value: "STORE", "Whose",
                        allowed: ["claude", "droid"]),
                    Option("--label", value: "TEXT", "A label"),
                    Option("--json", "Print JSON"),
                ]
            ) { _, _ in 0 },
            Command(
                "shell", summary: "Run a line",
                arguments: [Argument("COMMAND", "What to run", isRepeating: true)],
                takesRawArguments: true
            ) { _, _ in 0 },
            Command(
                "task", summary: "One task",
                arguments: [Argument("ID", "Which", isOptional: true)],
                subcommands: [Command("cancel", summary: "Cancel it") { _, _ in 0 }]
            ) { _, _ in 0 },
            Command("secret", summary: "Not for people", isHidden: true) { _, _ in 0 },
            Command(
                "settings", summary: "Settings",
                subcommands: [
                    Command("show", summary: "Show them") { _, _ in 0 },
                    Command("check", summary: "Check them") { _, _ in 0 },
                ]),
        ]
    ) { _, _ in 0 }

    static func command(_ words: String...) throws -> Command<Int> {
        try program.match(words).command
    }
}
