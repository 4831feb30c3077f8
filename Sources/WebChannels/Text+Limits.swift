extension String {
    /// Cut to so many UTF-16 units, as Telegram and Discord count, with an ellipsis at the end; no
    /// character is cut in two.
    func cut(units limit: Int) -> String { cut(limit, units: \.utf16.count) }

    /// Cut to so many bytes of UTF-8.
    func cut(bytes limit: Int) -> String { cut(limit, units: \.utf8.count) }

    private func cut(_ limit: Int, units: (Substring) -> Int) -> String {
        guard units(self[...]) > limit else { return self }
        var left = limit - units("…")
        var end = startIndex
        while end < endIndex {
            let next = index(after: end)
            left -= units(self[end..<next])
            if left < 0 { break }
            end = next
        }
        return self[..<end] + "…"
    }
}
