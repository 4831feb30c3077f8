import AlertDelivery
import Foundation
import LosslessJSON
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

@testable import WebChannels

/// A home with settings, and channels that send from it.
final class WebFixture: Sendable {
    let folder: ScratchFolder
    let paths: Paths
    let environment: Environment
    let pace: Pace

    /// - Parameters:
    ///   - settings: the members of `ringback`.
    ///   - variables: of the environment.
    ///   - server: is there as long as a channel is.
    init(
        _ settings: String, _ variables: [String: String] = [:], pace: Pace = .quick,
        server: (any AnyObject & Sendable)? = nil
    ) throws {
        folder = try ScratchFolder()
        try folder.write(#"{"ringback": {\#(settings)}}"#, to: ".claude/settings.json")
        let values = ["HOME": folder.path, "PATH": "/usr/bin:/bin"].merging(variables) { $1 }
        // The folder stays as long as somebody may look into it.
        environment = Environment { [folder] name in
            withExtendedLifetime((folder, server)) { values[name] }
        }
        paths = try #require(Paths(environment))
        self.pace = pace
    }

    /// A bot that talks to a server of a test's own.
    static func telegram(_ server: FakeTelegram, pace: Pace = .quick) throws -> WebFixture {
        try WebFixture(
            #""telegram": {"chat": \#(FakeTelegram.chat)}"#,
            [
                "RINGBACK_TELEGRAM_API": server.server.url,
                "RINGBACK_TELEGRAM_TOKEN": FakeTelegram.token,
            ], pace: pace, server: server)
    }

    /// A channel, as another courier would have it.
    func channel(_ name: ChannelName) -> WebChannel {
        WebChannel(name, WebHost(environment: environment, paths: paths, pace: pace))
    }

    /// The files in the spool of a channel.
    func spooled(_ name: ChannelName) -> [String] {
        FileSystem.names(in: paths.state + "/away/" + name.rawValue)
    }

    /// What the log has of late deliveries: `T: shown`.
    var logged: [String] {
        DeliveryLog(paths).entries(last: 100).map { "\($0.title): \($0.outcome.rawValue)" }
    }

    /// What was noted for those who look after it.
    var notes: String { folder.text(".local/state/ringback/ringback.log") ?? "" }
}

extension Pace {
    /// A second of waiting is 20 ms.
    static var quick: Pace {
        Pace(
            patience: 1200, request: 600, listening: 1000, firstPause: 20, longestPause: 1200,
            giveUp: 60_000, memory: 60_000, lockPause: 5)
    }
}

/// An alert of a task in a project.
func alert(_ title: String = "T", _ kind: Alert.Kind = .completed) -> Alert {
    var alert = Alert(
        kind, title: title, body: "body", key: "key/\(title)", source: "Stop", group: "g/\(title)",
        created: Timestamp(milliseconds: 1_795_199_504_123))
    alert.folder = "/home/me/shop"
    return alert
}

func notice(_ title: String = "T", _ kind: Alert.Kind = .completed, body: String = "body") -> Notice
{
    Notice(alert: alert(title, kind), title: title, body: body)
}

/// A question with these answers to choose from; none: any text.
func question(_ title: String = "Q?", _ options: [String] = [], takesText: Bool = true) -> Notice {
    var notice = notice(title, .question)
    notice.alert.ask = Ask(
        .task(store: "/s", id: "t", question: "q"), options: options, takesText: takesText)
    notice.answers = "To answer: ringback answer t"
    return notice
}

/// What takes the place of a question.
func conclusion(of notice: Notice, _ title: String, at id: UInt32) -> Notice {
    var alert = notice.alert
    alert.ask = nil
    alert.kind = .message
    alert.source = Alert.answerSource
    var conclusion = Notice(alert: alert, title: title, body: "")
    conclusion.replaces = id
    return conclusion
}

extension Delivery {
    var id: UInt32? {
        if case .shown(let id, _) = self { return id }
        return nil
    }

    /// `shown: …`, `failed: … (…)`.
    var words: String {
        switch self {
        case .shown(_, let detail): "shown: \(detail)"
        case .failed(let reason, let remedy): "failed: \(reason) (\(remedy))"
        }
    }
}

/// Waits until something is so; fails the test where it is not within ten seconds.
func eventually(
    _ what: String, at place: SourceLocation = #_sourceLocation, _ isSo: () -> Bool
) {
    let deadline = Date(timeIntervalSinceNow: 10)
    while Date() < deadline {
        if isSo() { return }
        usleep(3000)
    }
    Issue.record("never: \(what)", sourceLocation: place)
}
