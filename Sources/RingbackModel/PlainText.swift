/// Text of others made fit to be shown: agents, prompts and file names may hold anything.
package enum PlainText {
    /// One line: control characters and escape sequences are gone, white space is folded, and it
    /// is cut at so many characters.
    package static func line(_ text: String, limit: Int) -> String {
        let words = clean(text, limit: limit * 8).split(whereSeparator: \.isWhitespace)
        return cut(words.joined(separator: " "), limit: limit)
    }

    /// Several lines, each as it is; control characters and escape sequences are gone.
    ///
    /// - Parameter limit: the characters of the source that are looked at.
    package static func clean(_ text: String, limit: Int) -> String {
        var cleaned = String.UnicodeScalarView()
        var scalars = text.unicodeScalars.prefix(limit)[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\u{1B}": skipEscapeSequence(&scalars)
            case "\u{9B}": skipControlSequence(&scalars)
            case "\n", "\t": cleaned.append(scalar)
            case "\r": cleaned.append("\n")
            case _ where isInvisible(scalar): continue
            default: cleaned.append(scalar)
            }
        }
        return String(cleaned)
    }

    /// Control characters, and those that change the direction or the width of what follows.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F,
            0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
            // A joiner inside an emoji is no danger, but its loss is no harm either.
            true
        default: false
        }
    }

    /// Source: ECMA-48, 5.3 and 5.4, and the string sequences of 5.6; ECMA-35, 13.2, for the
    /// intermediate bytes.
    private static func skipEscapeSequence(_ scalars: inout Substring.UnicodeScalarView) {
        // Another one begins.
        if scalars.first == "\u{1B}" { return }
        switch scalars.popFirst() {
        case "[": skipControlSequence(&scalars)
        case "]", "P", "X", "^", "_":
            while let scalar = scalars.popFirst(), scalar != "\u{07}", scalar != "\u{9C}" {
                if scalar == "\u{1B}" {
                    _ = scalars.popFirst()
                    return
                }
            }
        case let scalar? where isIntermediate(scalar):
            while let scalar = scalars.popFirst(), isIntermediate(scalar) {}
        default: return
        }
    }

    private static func isIntermediate(_ scalar: Unicode.Scalar) -> Bool {
        (0x20...0x2F).contains(scalar.value)
    }

    private static func skipControlSequence(_ scalars: inout Substring.UnicodeScalarView) {
        while let scalar = scalars.popFirst(), !("@"..."~").contains(scalar) {}
    }

    /// Cut at so many characters, with an ellipsis in the last place.
    package static func cut(_ text: String, limit: Int) -> String {
        guard text.utf8.count > limit, text.count > limit else { return text }
        return limit > 0 ? text.prefix(limit - 1) + "…" : ""
    }

    /// The first lines of a Markdown text, without its markup: what fits a notification.
    package static func excerpt(_ markdown: String, lines: Int, limit: Int) -> String {
        var kept: [String] = []
        var inCode = false
        for line in clean(markdown, limit: limit * 8).split(separator: "\n") {
            if kept.count >= lines { break }
            let trimmed = line.drop(while: \.isWhitespace)
            if trimmed.hasPrefix("```") || trimmed.hasPrefix("~~~") {
                inCode.toggle()
                continue
            }
            let text = inCode ? String(trimmed) : withoutMarkup(trimmed)
            guard text.contains(where: { $0.isLetter || $0.isNumber }) else { continue }
            kept.append(text)
        }
        return cut(kept.joined(separator: "\n"), limit: limit)
    }

    /// The last lines of a program's output that are not blank.
    package static func lastLines(_ output: String, count: Int, limit: Int) -> String {
        let lines = clean(output, limit: .max).split(separator: "\n")
            .filter { !$0.allSatisfy(\.isWhitespace) }
        return cut(
            lines.suffix(count).map { cut(String($0), limit: 120) }.joined(separator: "\n"),
            limit: limit)
    }

    /// A Markdown line as it would be read aloud.
    private static func withoutMarkup(_ line: Substring) -> String {
        var rest = line
        if rest.hasPrefix("#") { rest = rest.drop { $0 == "#" } }
        while rest.hasPrefix(">") { rest = rest.dropFirst().drop(while: \.isWhitespace) }
        for bullet in ["- ", "* ", "+ "] where rest.hasPrefix(bullet) {
            return "• " + withoutEmphasis(rest.dropFirst(2))
        }
        return withoutEmphasis(rest.drop(while: \.isWhitespace))
    }

    /// Drops `**`, `__`, `` ` `` and the target of `[text](target)`; what stands between backticks
    /// stays as it is.
    private static func withoutEmphasis(_ line: Substring) -> String {
        var text = ""
        var rest = line
        while let character = rest.popFirst() {
            switch character {
            case "`":
                let code = rest.prefix { $0 != "`" }
                text += code.endIndex < rest.endIndex ? String(code) : "`" + code
                rest = rest[code.endIndex...].dropFirst()
            case "*" where rest.first == "*": rest.removeFirst()
            case "_" where rest.first == "_" && !isWithinWord(text.last, rest.dropFirst().first):
                rest.removeFirst()
            case "[":
                if let close = rest.firstIndex(of: "]("),
                    let end = rest[close...].firstIndex(of: ")")
                {
                    text += rest[..<close]
                    rest = rest[rest.index(after: end)...]
                } else {
                    text.append(character)
                }
            default: text.append(character)
            }
        }
        return text
    }

    private static func isWithinWord(_ before: Character?, _ after: Character?) -> Bool {
        before?.isLetter == true && after?.isLetter == true
    }

    /// `under 1 s`, `12 s`, `2 min 3 s`, `1 h 5 min`, `3 d 4 h`.
    package static func duration(_ seconds: Double) -> String {
        guard seconds >= 1, seconds < 1e12 else { return "under 1 s" }
        let whole = Int(seconds)
        let units = [(86400, "d"), (3600, "h"), (60, "min"), (1, "s")]
        let first = units.firstIndex { whole >= $0.0 } ?? 3
        let parts = units[first...].prefix(2).enumerated().compactMap { index, unit -> String? in
            let amount = index == 0 ? whole / unit.0 : whole % units[first].0 / unit.0
            return amount > 0 ? "\(amount) \(unit.1)" : nil
        }
        return parts.joined(separator: " ")
    }
}

extension Substring {
    /// Where a text stands first.
    fileprivate func firstIndex(of text: String) -> Index? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start }
            start = index(after: start)
        }
        return nil
    }
}
