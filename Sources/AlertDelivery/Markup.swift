/// The markup that notification services read in a body.
package enum Markup {
    /// Plain text as it is written in markup.
    ///
    /// Source: Desktop Notifications Specification, "Markup".
    package static func escape(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&apos;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
