/// The last bytes of a stream.
struct ByteTail {
    private let limit: Int
    private var bytes: [UInt8] = []
    /// How many came before those that are kept.
    private(set) var dropped = 0

    init(limit: Int) { self.limit = limit }

    mutating func append(_ more: ArraySlice<UInt8>) {
        bytes += more
        // Not at each piece: only when as much again has come.
        if bytes.count > limit * 2 { trim() }
    }

    private mutating func trim() {
        let excess = bytes.count - limit
        guard excess > 0 else { return }
        bytes.removeFirst(excess)
        dropped += excess
    }

    /// What is kept.
    mutating func take() -> [UInt8] {
        trim()
        return bytes
    }

    /// What is kept as a text without white space around it; an ellipsis where there was more.
    mutating func text() -> String {
        let kept = take()
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let start = kept.firstIndex { !isSpace($0) } ?? kept.endIndex
        let end = kept.lastIndex { !isSpace($0) } ?? kept.startIndex
        let text = start <= end && start < kept.count ? kept[start...end] : []
        return (dropped > 0 ? "…\n" : "") + String(decoding: text, as: UTF8.self)
    }
}
