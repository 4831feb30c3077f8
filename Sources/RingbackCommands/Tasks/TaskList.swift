internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskStore

extension Ringback {
    static let taskList = taskCommand(
        "list", aliases: ["tasks"],
        summary: "List the tasks at work and the last that ended",
        discussion: """
            Without --store the tasks of all stores are listed.

            With --watch a terminal shows them until you press q; a program gets one line of JSON now, \
            and one whenever something has changed.
            """,
        options: [
            Option("--all", "Also those that ended long ago"),
            Option("--markdown", "Print a table in Markdown: id, who, status, result"),
            Option("--watch", short: "-w", "Stay, and show what changes"),
        ]
    ) { invocation, context in
        guard !invocation.has("--watch") else { return try TaskWatch.run(invocation, context) }
        let listing = try TaskListing(invocation, context)
        if invocation.has("--markdown") {
            context.output.write(TaskMarkdown(listing, at: context.now()).text)
            return 0
        }
        guard !invocation.wantsJSON(context) else {
            context.output.json(listing.json(context))
            return 0
        }
        context.output.write(TaskTable(context, listing.tasks).text)
        return 0
    }
}
