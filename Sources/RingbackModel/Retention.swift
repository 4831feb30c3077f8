/// How much of the past is kept: finished records and their outputs.
package struct Retention: Equatable, Sendable {
    /// Days since a task's end; `nil`: for ever.
    package var days: Int?
    /// How many tasks at most; `nil`: any number.
    package var tasks: Int?

    package init(days: Int? = 30, tasks: Int? = 10_000) {
        self.days = days
        self.tasks = tasks
    }
}
