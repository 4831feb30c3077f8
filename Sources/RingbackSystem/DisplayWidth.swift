/// How many columns of a terminal a text takes.
///
/// Terminals disagree on rare characters; what stands behind one is better put to its column than
/// counted there.
package enum DisplayWidth {
    /// The columns of a text of one line, without control characters.
    package static func of(_ text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + of($1) }
    }

    /// The columns of a character: 0, 1 or 2 for most; more where a script writes several signs as
    /// one.
    package static func of(_ character: Character) -> Int {
        if let ascii = character.asciiValue { return ascii < 0x20 || ascii == 0x7F ? 0 : 1 }
        let scalars = character.unicodeScalars
        guard let first = scalars.first, scalars.count > 1 else {
            return scalars.first.map(of) ?? 0
        }
        // A flag, a skin colour, a family, or the emoji form of a sign: all of it is one picture.
        let isPicture = first.properties.isEmojiPresentation || scalars.contains("\u{FE0F}")
        return isPicture ? 2 : scalars.reduce(0) { $0 + of($1) }
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .control, .lineSeparator, .paragraphSeparator:
            return 0
        case .format: return scalar == "\u{AD}" ? 1 : 0
        default: break
        }
        // Vowels and final consonants of Hangul join the syllable before them.
        if (0x1160...0x11FF).contains(scalar.value) { return 0 }
        if wide.contains(where: { $0.contains(scalar.value) }) { return 2 }
        // One half of a flag is a letter in a box.
        let isFlagLetter = (0x1F1E6...0x1F1FF).contains(scalar.value)
        return scalar.properties.isEmojiPresentation && !isFlagLetter ? 2 : 1
    }

    /// Wide and fullwidth, but for emoji.
    ///
    /// Source: Unicode Standard Annex 11, EastAsianWidth.txt.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
        0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF,
        0x1F200...0x1F265, 0x20000...0x3FFFD,
    ]

    /// A text cut to so many columns, with an ellipsis in the last place.
    package static func cut(_ text: String, columns: Int) -> String {
        if text.utf8.count <= columns { return text }
        var kept = ""
        var used = 0
        // Where the ellipsis goes, if one is needed.
        var end = kept.endIndex
        for character in text {
            let width = of(character)
            if used + width > columns { return columns > 0 ? kept[..<end] + "…" : "" }
            kept.append(character)
            used += width
            if used < columns { end = kept.endIndex }
        }
        return kept
    }
}
