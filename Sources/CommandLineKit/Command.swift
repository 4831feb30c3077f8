/// A command as data: what it is called, what it takes, what it does. Help, parsing and completion
/// are made from this and nothing else.
package struct Command<Context>: Sendable {
    package var name: String
    /// Other names that do the same.
    package var aliases: [String] = []
    /// One line, for the list of commands.
    package var summary: String
    /// More, for the help of this command; paragraphs are parted by an empty line.
    package var discussion = ""
    package var arguments: [Argument] = []
    package var options: [Option] = []
    package var subcommands: [Command] = []
    /// Whether the list of commands leaves it out.
    package var isHidden = false
    /// Whether every word after the command is an argument, also one that begins with a dash.
    package var takesRawArguments = false
    /// Whether options stand before the first argument only: what follows it belongs to somebody
    /// else, dashes and all.
    package var hasOptionsFirst = false
    /// Does it; the result is the exit code. `nil`: there are only subcommands.
    package var run: (@Sendable (Invocation, Context) throws -> Int32)?

    package init(
        _ name: String, aliases: [String] = [], summary: String, discussion: String = "",
        arguments: [Argument] = [], options: [Option] = [], subcommands: [Command] = [],
        isHidden: Bool = false, takesRawArguments: Bool = false, hasOptionsFirst: Bool = false,
        run: (@Sendable (Invocation, Context) throws -> Int32)? = nil
    ) {
        self.name = name
        self.aliases = aliases
        self.summary = summary
        self.discussion = discussion
        self.arguments = arguments
        self.options = options
        self.subcommands = subcommands
        self.isHidden = isHidden
        self.takesRawArguments = takesRawArguments
        self.hasOptionsFirst = hasOptionsFirst
        self.run = run
    }

    /// The subcommand of that name or alias.
    package func subcommand(_ name: String) -> Command? {
        subcommands.first { $0.name == name || $0.aliases.contains(name) }
    }
}

/// A word that a command takes by its place.
package struct Argument: Equatable, Sendable {
    package var name: String
    package var help: String
    package var isOptional: Bool
    /// Whether it takes all words that are left.
    package var isRepeating: Bool

    package init(
        _ name: String, _ help: String, isOptional: Bool = false, isRepeating: Bool = false
    ) {
        self.name = name
        self.help = help
        self.isOptional = isOptional
        self.isRepeating = isRepeating
    }
}

/// A word that begins with a dash.
package struct Option: Equatable, Sendable {
    /// With its dashes: `--store`.
    package var name: String
    /// With its dash: `-s`.
    package var short: String?
    /// What its value is called in help; `nil`: it has none.
    package var value: String?
    package var help: String
    /// The values that are taken; empty: any.
    package var allowed: [String]

    package init(
        _ name: String, short: String? = nil, value: String? = nil, _ help: String,
        allowed: [String] = []
    ) {
        self.name = name
        self.short = short
        self.value = value
        self.help = help
        self.allowed = allowed
    }
}

/// What the user typed, sorted.
package struct Invocation: Equatable, Sendable {
    /// The words by place.
    package var arguments: [String]
    /// The values of each option, under its long name; a flag that was given has one empty value.
    package var options: [String: [String]]

    package init(arguments: [String] = [], options: [String: [String]] = [:]) {
        self.arguments = arguments
        self.options = options
    }

    package func has(_ option: String) -> Bool { options[option] != nil }

    /// The last value that was given.
    package func value(_ option: String) -> String? { options[option]?.last }

    package func argument(_ index: Int) -> String? {
        arguments.indices.contains(index) ? arguments[index] : nil
    }
}

/// The user typed something that can't be meant.
package struct UsageError: Error, Equatable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}
