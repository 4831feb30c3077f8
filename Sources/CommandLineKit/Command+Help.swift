extension Command {
    /// The help of this command, to be printed as it is. The path is the words that lead to it, the
    /// program's name first.
    package func help(_ path: [String]) -> String {
        var sections = [summary + ".", "Usage: " + usage(path)]
        let paragraphs = discussion.split(separator: "\n\n").map {
            Self.wrap(String($0), width: 98)
        }
        sections += paragraphs
        if !arguments.isEmpty {
            sections.append("Arguments:\n" + Self.columns(arguments.map { ($0.name, $0.help) }))
        }
        let commands = subcommands.filter { !$0.isHidden }
        if !commands.isEmpty {
            sections.append("Commands:\n" + Self.columns(commands.map { ($0.title, $0.summary) }))
        }
        let rows = options.map { ($0.title, $0.explanation) } + [("-h, --help", "Show this help")]
        sections.append("Options:\n" + Self.columns(rows))
        return sections.joined(separator: "\n\n") + "\n"
    }

    /// The line that shows the order of the words.
    package func usage(_ path: [String]) -> String {
        var words = path
        if !options.isEmpty { words.append("[OPTIONS]") }
        if !subcommands.isEmpty { words.append(run == nil ? "COMMAND" : "[COMMAND]") }
        for argument in arguments {
            let name = argument.isRepeating ? argument.name + "…" : argument.name
            words.append(argument.isOptional ? "[\(name)]" : name)
        }
        return words.joined(separator: " ")
    }

    private var title: String { ([name] + aliases).joined(separator: ", ") }

    private static func columns(_ rows: [(String, String)]) -> String {
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { left, right in
            let gap = String(repeating: " ", count: width - left.count + 2)
            let indent = String(repeating: " ", count: width + 4)
            return "  " + left + gap + wrap(right, width: 98 - width - 4, indent: indent)
        }.joined(separator: "\n")
    }

    private static func wrap(_ text: String, width: Int, indent: String = "") -> String {
        var lines = [""]
        for word in text.split(whereSeparator: \.isWhitespace) {
            let line = lines[lines.count - 1]
            if line.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if line.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.joined(separator: "\n" + indent)
    }
}

extension Option {
    fileprivate var title: String {
        (short.map { $0 + ", " } ?? "") + name + (value.map { " " + $0 } ?? "")
    }

    fileprivate var explanation: String {
        allowed.isEmpty ? help : help + " (" + allowed.joined(separator: ", ") + ")"
    }
}
