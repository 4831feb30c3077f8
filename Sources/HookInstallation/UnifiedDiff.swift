/// The difference of two texts, as `diff -u` writes it and `patch` reads it.
enum UnifiedDiff {
    /// The lines that are shown around a change.
    private static let context = 3

    private enum Kind: UInt8 {
        case same = 0x20
        case removed = 0x2D
        case added = 0x2B
    }

    /// The difference of two texts under their names, `/dev/null` for one that is not there; empty
    /// where they are the same.
    static func text(
        from old: [UInt8], to new: [UInt8], _ oldName: String, _ newName: String
    ) -> [UInt8] {
        let lines = compare(split(old), split(new))
        var text: [UInt8] = []
        for hunk in hunks(lines) {
            text += header(lines, hunk)
            for line in lines[hunk] {
                text.append(line.kind.rawValue)
                text += line.text
                if line.text.last != 0x0A { text += Array("\n\\ No newline at end of file\n".utf8) }
            }
        }
        return text.isEmpty ? [] : Array("--- \(oldName)\n+++ \(newName)\n".utf8) + text
    }

    /// The lines of both texts in one order, each with what becomes of it.
    private static func compare(
        _ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]
    ) -> [(kind: Kind, text: ArraySlice<UInt8>)] {
        let difference = new.difference(from: old)
        var removed = Set<Int>()
        var added = Set<Int>()
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var lines: [(Kind, ArraySlice<UInt8>)] = []
        var place = 0
        for (offset, line) in old.enumerated() {
            if removed.contains(offset) {
                lines.append((.removed, line))
                continue
            }
            while added.contains(place) {
                lines.append((.added, new[place]))
                place += 1
            }
            lines.append((.same, line))
            place += 1
        }
        return lines + new[place...].map { (.added, $0) }
    }

    /// The ranges of lines that are shown.
    private static func hunks(_ lines: [(kind: Kind, text: ArraySlice<UInt8>)]) -> [Range<Int>] {
        var hunks: [Range<Int>] = []
        for (index, line) in lines.enumerated() where line.kind != .same {
            let shown = max(0, index - context)..<min(lines.count, index + context + 1)
            if let last = hunks.last, shown.lowerBound <= last.upperBound {
                hunks[hunks.count - 1] = last.lowerBound..<shown.upperBound
            } else {
                hunks.append(shown)
            }
        }
        return hunks
    }

    private static func header(
        _ lines: [(kind: Kind, text: ArraySlice<UInt8>)], _ hunk: Range<Int>
    ) -> [UInt8] {
        func range(without kind: Kind) -> String {
            let before = lines[..<hunk.lowerBound].count { $0.kind != kind }
            let count = lines[hunk].count { $0.kind != kind }
            // A range of no lines is named after the line before it.
            return "\(count == 0 ? before : before + 1),\(count)"
        }
        return Array("@@ -\(range(without: .added)) +\(range(without: .removed)) @@\n".utf8)
    }

    /// The lines, each with its end.
    private static func split(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for (index, byte) in text.enumerated() where byte == 0x0A {
            lines.append(text[start...index])
            start = index + 1
        }
        return start < text.count ? lines + [text[start...]] : lines
    }
}
