internal import CommandLineKit
internal import Glibc
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskStore

/// `list --watch`: shows the tasks again whenever something has changed, and sleeps otherwise.
enum TaskWatch {
    /// On a terminal until its user leaves, else until nobody reads any more.
    ///
    /// - Returns: the exit code.
    static func run(_ invocation: Invocation, _ context: CommandContext) throws -> Int32 {
        let isDumb = context.environment["TERM"] == "dumb"
        if invocation.wantsJSON(context) || isDumb { return try stream(invocation, context) }
        return try TaskWatchScreen(invocation, context).run()
    }

    /// Prints the JSON of the tasks, and again whenever it has changed.
    private static func stream(_ invocation: Invocation, _ context: CommandContext) throws -> Int32
    {
        let folders = try TaskWatchFolders(invocation, context, telling: .files)
        var printed = ""
        while true {
            let begin = Clock.monotonicNanoseconds()
            let listing = try TaskListing(invocation, context)
            let text = listing.json(context).text()
            if text != printed { context.output.line(text) }
            printed = text
            if pause(TaskWatchPace.pause(since: begin)) { return 0 }
            let pace = TaskWatchPace(listing)
            var news = TaskWatchFolders.News.nothing
            while news < .tasks {
                let ready = Readiness.wait(
                    for: [folders.watch.descriptor.number], outlet: STDOUT_FILENO,
                    milliseconds: pace.untilCheck)
                if ready[1] { return 0 }
                news = ready[0] ? try folders.takeChanges() : .tasks
            }
        }
    }

    /// Waits a while.
    ///
    /// - Returns: whether nobody reads any more.
    private static func pause(_ pause: Deadline) -> Bool {
        while !pause.hasPassed {
            let time = Int(pause.milliseconds)
            if Readiness.wait(for: [], outlet: STDOUT_FILENO, milliseconds: time)[0] { return true }
        }
        return false
    }
}
