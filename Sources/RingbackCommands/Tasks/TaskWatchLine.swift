internal import RingbackSystem

/// A line of the screen, made of cells that are put to their columns.
struct TaskWatchLine {
    private(set) var text = ""
    private let output: Output
    /// The columns that there are.
    private let columns: Int
    /// Where the next cell begins.
    private(set) var used = 0
    /// Where the terminal stands now, as far as is known.
    private var place = 0
    /// Whether the terminal may count the columns of what stands there otherwise than we do.
    private var isUncertain = false

    /// - Parameter columns: those of the terminal; the last one stays free.
    init(columns: Int, output: Output) {
        self.columns = columns - 1
        self.output = output
    }

    /// Adds a cell, cut to the columns that are left.
    ///
    /// - Parameters:
    ///   - width: the columns that it takes, whatever stands there; `nil`: as many as it needs.
    ///   - isRight: whether it stands on the right of them.
    mutating func add(
        _ cell: String, _ style: Output.Style? = nil, width: Int? = nil, isRight: Bool = false
    ) {
        let room = max(0, min(width ?? .max, columns - used))
        let shown = DisplayWidth.cut(cell, columns: room)
        let needed = DisplayWidth.of(shown)
        if isRight { used += room - needed }
        if needed > 0 {
            if isUncertain {
                text += "\u{1B}[K\u{1B}[\(used + 1)G"
            } else {
                text += String(repeating: " ", count: used - place)
            }
            text += style.map { output.styled(shown, $0) } ?? shown
            place = used + needed
            isUncertain = shown.utf8.contains { $0 >= 0x80 }
        }
        used += isRight ? needed : width.map { min($0, room) } ?? needed
    }

    /// Leaves columns free.
    mutating func skip(_ count: Int) { used = min(columns, used + count) }
}
