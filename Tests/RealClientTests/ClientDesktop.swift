import Foundation
import LosslessJSON
import TestSupport
import Testing

/// A desktop on which dunst shows what comes, and keeps it until it is taken away.
final class ClientDesktop {
    /// What dunst shows or has shown.
    struct Bubble: Equatable {
        let title: String
        let body: String
        let isCritical: Bool
    }

    private let session: DesktopSession

    /// The session bus, as the client finds it.
    var bus: String { session.bus.address }

    init() throws {
        session = try DesktopSession()
        let settings = session.bus.folder + "/dunstrc"
        // Nothing goes by itself, and nobody counts as away. The critical ones are known by the
        // time that dunst gives them: its history tells no urgency.
        try """
        [global]
            width = 420
            idle_threshold = 0
            show_age_threshold = -1
        [urgency_low]
            timeout = 0
        [urgency_normal]
            timeout = 0
        [urgency_critical]
            timeout = 7777
        """.write(toFile: settings, atomically: true, encoding: .utf8)
        try session.start("dunst", ["-conf", settings])
    }

    /// How many bubbles are on the screen.
    var shown: Int {
        get throws {
            let count = try session.output(of: "dunstctl", ["count", "displayed"])
            return Int(count.trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1
        }
    }

    /// The bubbles that have gone from the screen, the oldest first.
    var gone: [Bubble] {
        get throws {
            let history = try JSON.parse(session.output(of: "dunstctl", ["history"]))
            let newestFirst = history["data"]?.array?.first?.array ?? []
            return newestFirst.reversed().map { bubble in
                Bubble(
                    title: bubble["summary"]?["data"]?.string ?? "",
                    body: bubble["body"]?["data"]?.string ?? "",
                    isCritical: bubble["timeout"]?["data"]?.int == 7_777_000_000)
            }
        }
    }

    /// Takes all bubbles from the screen: those that were there.
    func takeAll() throws -> [Bubble] {
        let before = try gone.count
        _ = try session.output(of: "dunstctl", ["close-all"])
        return try Array(gone.dropFirst(before))
    }

    /// Keeps a picture of the screen with the results of the tests.
    func keepPicture(_ name: String) throws {
        let file = session.bus.folder + "/screen.png"
        _ = try session.output(of: "import", ["-window", "root", file])
        let picture = try #require(FileManager.default.contents(atPath: file))
        Attachment.record(Array(picture), named: name)
    }
}
