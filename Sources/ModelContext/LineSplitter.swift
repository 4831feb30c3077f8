/// Parts a stream of bytes into lines.
package struct LineSplitter {
    package enum Line: Equatable {
        /// Without its end.
        case whole([UInt8])
        /// It had more bytes than the limit: they are gone.
        case tooLong
    }

    private let limit: Int
    private var rest: [UInt8] = []
    private var isTooLong = false

    /// - Parameter limit: of a line, in bytes.
    package init(limit: Int = .max) { self.limit = limit }

    /// Takes the next bytes.
    ///
    /// - Returns: the lines that have come to their end with them.
    package mutating func add(_ bytes: ArraySlice<UInt8>) -> [Line] {
        var lines: [Line] = []
        var bytes = bytes
        while let end = bytes.firstIndex(of: 0x0A) {
            keep(bytes[..<end])
            if let line = take() { lines.append(line) }
            bytes = bytes[(end + 1)...]
        }
        keep(bytes)
        return lines
    }

    /// What stands behind the last line end; `nil`: nothing.
    package mutating func finish() -> Line? { rest.isEmpty && !isTooLong ? nil : take() }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        guard !isTooLong else { return }
        isTooLong = bytes.count > limit - rest.count
        if isTooLong { rest = [] } else { rest += bytes }
    }

    /// The line; `nil` where nothing stands in it.
    private mutating func take() -> Line? {
        defer {
            rest = []
            isTooLong = false
        }
        if isTooLong { return .tooLong }
        let isBlank = rest.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        return isBlank ? nil : .whole(rest)
    }
}
