/// Arguments that somebody wants in every call of Claude: what ADDITIONAL_CLAUDE_ARGS holds.
package struct ClaudeArguments: Equatable, Sendable {
    /// The environment variable, which Octo's users set.
    package static let variable = "ADDITIONAL_CLAUDE_ARGS"

    private static let program = "claude"

    package let words: [String]

    /// - Parameter text: words with the shell's quotes; nothing in it is expanded.
    package init(_ text: String) throws(ShellWords.Fault) { words = try ShellWords.split(text) }

    /// The argument vector with them behind its program, where that is Claude and they don't stand
    /// there already.
    package func added(to vector: [String]) -> [String] {
        guard let program = vector.first,
            program == Self.program
                || program.hasSuffix("/" + Self.program), !vector.dropFirst().starts(with: words)
        else { return vector }
        return [program] + words + vector.dropFirst()
    }

    /// The shell line with them, quoted, behind each `claude` that it runs.
    package func added(toLine line: String) -> String {
        ShellLine.inserting(words.map(ShellWords.quoted), behind: Self.program, in: line)
    }
}
