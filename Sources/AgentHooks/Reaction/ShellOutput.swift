/// What Claude Code keeps of the output of a shell in the background.
package enum ShellOutput {
    /// What the shell itself wrote: the client adds a blank line, and how it ended:
    /// `[exited with code 0]`, `[killed]`.
    package static func text(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasSuffix("]\n"), let start = text.lastIndex(of: "["), start > text.startIndex
        else { return text }
        let end = text[start...].dropFirst().dropLast(2)
        let newline = text.index(before: start)
        guard text[newline] == "\n", end == "killed" || end.hasPrefix("exited with code ") else {
            return text
        }
        return String(text[..<newline])
    }
}
