package import RingbackModel

/// The sequences by which a terminal is told to notify.
///
/// Source: the terminals' own documents: iTerm2 (OSC 9), kitty (OSC 99), rxvt-unicode (OSC 777).
package enum TerminalText {
    /// What a terminal understands, by the name that it gives itself; the bell is understood by all.
    package static func sequence(for terminal: String?) -> TerminalSequence {
        let name = (terminal ?? "").lowercased()
        let known: [(String, TerminalSequence)] = [
            ("kitty", .osc99), ("iterm", .osc9), ("ghostty", .osc777), ("wezterm", .osc777),
            ("warp", .osc777), ("foot", .osc777), ("rxvt", .osc777), ("konsole", .osc777),
        ]
        return known.first { name.contains($0.0) }?.1 ?? .bell
    }

    /// The bytes for a notice: they hold nothing of the text that a terminal could obey.
    ///
    /// - Parameter isInTmux: then the sequence is wrapped for the terminal behind tmux, and the
    ///   bell is rung for tmux itself.
    package static func bytes(
        _ sequence: TerminalSequence, title: String, body: String, isInTmux: Bool
    ) -> String {
        let bell = "\u{07}"
        let end = "\u{1B}\\"
        let title = harmless(title, limit: 120)
        let body = harmless(body, limit: 300)
        let text =
            switch sequence {
            case .bell: bell
            // A text that begins with a digit would be read as a command of ConEmu.
            case .osc9:
                "\u{1B}]9;" + (title.first?.isNumber == true ? "\u{2022} " : "") + title + ": "
                    + body + end
            case .osc99:
                "\u{1B}]99;i=ringback:d=0;\(title)\(end)\u{1B}]99;i=ringback:p=body;\(body)\(end)"
            case .osc777: "\u{1B}]777;notify;\(title);\(body)\(end)"
            }
        guard isInTmux, sequence != .bell else { return text }
        let doubled = text.split(separator: "\u{1B}", omittingEmptySubsequences: false)
            .joined(separator: "\u{1B}\u{1B}")
        return "\u{1B}Ptmux;" + doubled + end + bell
    }

    /// One line without control characters and without the separator of fields.
    private static func harmless(_ text: String, limit: Int) -> String {
        PlainText.line(text, limit: limit).split(separator: ";").joined(separator: ",")
    }
}
