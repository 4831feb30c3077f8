internal import AlertDelivery
internal import CommandLineKit

extension Ringback {
    static let courier = Command<CommandContext>(
        "courier", summary: "Deliver without libnotify, where ringback-courier is missing",
        arguments: [
            Argument("WORD", "As ringback-courier takes them", isOptional: true, isRepeating: true)
        ],
        isHidden: true, takesRawArguments: true
    ) { invocation, _ in CourierProgram.run(invocation.arguments, desktop: { _ in nil }) }
}
