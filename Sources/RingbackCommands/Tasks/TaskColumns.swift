/// How the columns of a line are shared out.
enum TaskColumns {
    /// A space, and how many percent.
    static let number = 6

    /// The columns of a progress bar on a line of so many.
    static func bar(_ columns: Int) -> Int { columns < 100 ? 8 : 12 }

    /// Shares what is left of a line between a title and the progress behind it.
    ///
    /// - Parameters:
    ///   - title: the columns that the longest title would take.
    ///   - progress: those of the longest progress; 0: none is told.
    ///   - bar: those of a bar.
    /// - Returns: the columns of each; of the progress 0 where there is no room for it.
    static func split(
        _ rest: Int, title: Int, progress: Int, bar: Int
    ) -> (title: Int, progress: Int) {
        let least = min(progress, bar + number)
        guard progress > 0, rest >= least + 12 else { return (rest, 0) }
        // What is said gets a half, if it is as long as that.
        let wanted = max(least, min(progress, rest / 2))
        let share = min(max(title, 4), rest - 2 - wanted)
        return (share, rest - share - 2)
    }
}
