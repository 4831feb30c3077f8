package import CommandLineKit

/// The program's commands.
package enum Ringback {
    package static let version = "0.1.0"

    /// The tree of commands.
    package static let command = Command<CommandContext>(
        "ringback",
        summary: "Rings you back when a coding agent is done, has failed or needs an answer",
        subcommands: [])
}
