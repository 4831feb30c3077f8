/// A line for `/bin/sh`, of which we know where it runs a program.
package enum ShellLine {
    /// The line with words behind each place where it runs a program, by its name or by a path:
    /// `cd x && claude -p y`. They are not put where they stand already.
    ///
    /// Only what surely runs is touched, never an argument, quoted text, a comment, a here-document
    /// or a name in a `case`. Of what can't be followed the rest stays as it is.
    ///
    /// - Parameter words: as the shell is to read them, with their quotes.
    package static func inserting(
        _ words: [String], behind program: String, in line: String
    ) -> String {
        guard !words.isEmpty else { return line }
        let insertion = words.map { " " + $0 }.joined()
        var reader = ShellReader(
            Array(line.utf8), program: Array(program.utf8), insertion: Array(insertion.utf8))
        return String(decoding: reader.rewritten(), as: UTF8.self)
    }
}
