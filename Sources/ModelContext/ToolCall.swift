package import LosslessJSON
internal import RingbackSystem

/// A call of a tool, as the tool has it.
package struct ToolCall {
    package let arguments: JSONObject
    /// What the client wants progress to be named by; `nil`: it wants none.
    private let token: JSON?
    private let send: (JSON) -> Void
    private let begin = Clock.monotonicNanoseconds()

    /// How often a tool that waits is to tell of it, in milliseconds: clients give a silent call up.
    package static let interval = 3000

    package init(
        arguments: JSONObject, progressToken token: JSON? = nil,
        send: @escaping (JSON) -> Void = { _ in }
    ) {
        self.arguments = arguments
        self.token = token
        self.send = send
    }

    /// Whether anybody wants to be told how it goes on.
    package var isWatched: Bool { token != nil }

    /// Tells the client that it goes on. The progress is the time that it has taken, in seconds: it
    /// only ever grows.
    ///
    /// - Parameter total: the seconds that it may take at most; `nil`: nobody knows.
    package func tell(_ message: String, total: Double? = nil) {
        guard let token else { return }
        let milliseconds = (Clock.monotonicNanoseconds() - begin) / 1_000_000
        var parameters: JSONObject = [
            "progressToken": token, "progress": .number("\(Double(milliseconds) / 1000)"),
        ]
        parameters["total"] = total.map { .number("\($0)") }
        parameters["message"] = .string(message)
        send(.notification("notifications/progress", .object(parameters)))
    }
}
