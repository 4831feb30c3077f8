internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem

/// Passes on what somebody has answered: to the program that knows who waits for it.
package struct Answering: Sendable {
    private let program: String
    /// How long the program may take, in milliseconds: it may wait for the lock of a store.
    private static let patience = 10_000

    /// - Parameter program: the path of `ringback`.
    package init(program: String) { self.program = program }

    /// The `ringback` beside this program.
    package static var beside: Answering {
        let executable = Process.executable
        let folder = executable.lastIndex(of: "/").map { executable[..<$0] } ?? "."
        return Answering(program: folder + "/ringback")
    }

    enum Outcome: Equatable {
        case taken
        /// Somebody was earlier, or nobody waits any more.
        ///
        /// - Parameter notice: the line to be shown.
        case late(notice: String)
        case failed(reason: String)
    }

    /// Runs `ringback reply --via CHANNEL ASK TEXT`, with the question as JSON.
    func pass(_ text: String, to ask: Ask, via channel: ChannelName) -> Outcome {
        do throws(SystemError) {
            let outcome = try Subprocess.run(
                program, ["reply", "--via", channel.rawValue, "--", ask.json.text(), text],
                milliseconds: Self.patience)
            let said = PlainText.line(String(decoding: outcome.output, as: UTF8.self), limit: 200)
            switch outcome.exitCode {
            case 0: return .taken
            // What the program says of its own errors begins so, whatever its code is.
            case 1 where !said.hasPrefix("ringback: "):
                return .late(notice: said.isEmpty ? "Already answered" : said)
            default:
                return .failed(
                    reason: outcome.timedOut
                        ? "ringback reply does not end" : "ringback reply failed: \(said)")
            }
        } catch {
            return .failed(reason: "\(error)")
        }
    }

    /// Opens a terminal's window in which it can be answered.
    ///
    /// - Parameter activation: the desktop's leave to do that.
    /// - Returns: `nil` where there is no terminal, or no screen for it.
    func open(
        _ ask: Ask, activation: String?, _ environment: Environment
    ) -> TerminalWindow.Process? {
        TerminalWindow(environment)?.open([program] + ask.command, activation: activation)
    }
}
