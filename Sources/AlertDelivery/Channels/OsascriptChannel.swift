package import RingbackModel
internal import RingbackSystem

/// The notification center of macOS. The texts are arguments of the script, never part of it.
package final class OsascriptChannel: Channel {
    package let name = ChannelName.osascript
    package static let program = "osascript"
    private let path: String

    /// - Parameter path: of the program.
    package init(_ path: String) { self.path = path }

    package func show(_ notice: Notice) -> Delivery {
        let script = [
            "on run argv",
            "display notification (item 2 of argv) with title (item 1 of argv)"
                + (notice.sound == nil ? "" : " sound name (item 3 of argv)"),
            "end run",
        ]
        // A word that begins with a dash would be taken for an option.
        let texts = [notice.title, notice.bodyWithAnswers, notice.sound].compactMap(\.self)
            .map { $0.hasPrefix("-") ? " " + $0 : $0 }
        return Self.delivery(
            path, script.flatMap { ["-e", $0] } + texts, named: "osascript")
    }

    /// Runs a program that shows a notice, and says how that went.
    static func delivery(
        _ program: String, _ arguments: [String], named name: String, milliseconds: Int = budget
    ) -> Delivery {
        do {
            let outcome = try Subprocess.run(program, arguments, milliseconds: milliseconds)
            if outcome.exitCode == 0 { return .shown(id: 0, detail: name) }
            let said = PlainText.line(String(decoding: outcome.output, as: UTF8.self), limit: 200)
            return .failed(
                reason: outcome.timedOut ? "\(name) does not answer" : "\(name) failed: \(said)",
                remedy: "")
        } catch {
            return .failed(reason: "\(error)", remedy: "")
        }
    }
}
