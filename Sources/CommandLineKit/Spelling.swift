/// Finds the name that somebody meant who mistyped it.
package enum Spelling {
    /// The name that is nearest to a word, where one is near enough to be meant: one letter off in
    /// a short word, two in a longer one.
    package static func nearest(to word: String, in names: some Sequence<String>) -> String? {
        let reach = word.count < 4 ? 1 : 2
        let distances = names.lazy.filter { abs($0.count - word.count) <= reach }
            .map { (name: $0, distance: distance(from: $0, to: word)) }
        return distances.min { $0.distance < $1.distance }
            .flatMap { $0.distance <= reach ? $0.name : nil }
    }

    /// The words that offer the nearest name behind a message; empty where none is near.
    package static func hint(for word: String, in names: some Sequence<String>) -> String {
        nearest(to: word, in: names).map { "; did you mean '\($0)'?" } ?? ""
    }

    /// The number of letters to add, drop or change until one word is the other (Levenshtein).
    package static func distance(from word: String, to other: String) -> Int {
        let target = Array(other)
        var row = Array(0...target.count)
        for (index, letter) in word.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in target.indices {
                let above = row[column + 1]
                row[column + 1] = min(
                    above + 1, row[column] + 1, diagonal + (letter == target[column] ? 0 : 1))
                diagonal = above
            }
        }
        return row[target.count]
    }
}
