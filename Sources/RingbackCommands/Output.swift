package import LosslessJSON

/// Where a command's words go, and who reads them.
package struct Output: Sendable {
    /// Whether stdout is a terminal: then it is written for people, else for programs.
    package var isTerminal: Bool
    /// The width of the terminal, in columns.
    package var columns: Int
    package var hasColor: Bool
    /// Writes text to stdout, as it is.
    package var write: @Sendable (String) -> Void
    /// Writes bytes to stdout, as they are.
    package var writeBytes: @Sendable ([UInt8]) -> Void

    package init(
        isTerminal: Bool, columns: Int, hasColor: Bool,
        write: @escaping @Sendable (String) -> Void,
        writeBytes: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.isTerminal = isTerminal
        self.columns = columns
        self.hasColor = hasColor
        self.write = write
        self.writeBytes = writeBytes
    }

    package func line(_ text: String) { write(text + "\n") }

    /// One line of JSON.
    package func json(_ value: JSON) { line(value.text()) }

    /// A text in a colour, where the reader sees colours.
    package func styled(_ text: String, _ style: Style) -> String {
        hasColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// SGR parameters of ECMA-48.
    package enum Style: String, Sendable {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
        case magenta = "35"
        case cyan = "36"
    }
}
