internal import CommandLineKit

extension Ringback {
    static let notify = Command<CommandContext>(
        "notify", summary: "Send a notification, test the channels, explain what was shown",
        subcommands: [notifyTest, notifySend, notifyExplain])
}
