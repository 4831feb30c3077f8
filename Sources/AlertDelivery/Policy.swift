package import RingbackModel

/// Decides whether an alert rings, and says why not.
package enum Policy {
    package enum Verdict: Equatable, Sendable {
        case rings
        /// - Parameter reason: in words for `notify explain`.
        case silent(reason: String)
    }

    /// An alert that found no way is tried for so long.
    package static let secondsToLive = 24.0 * 3600
    /// The same words in the same place within this time are one alert, whatever sent them twice.
    private static let secondsOfEcho = 10.0

    package static func decide(
        _ alert: Alert, _ settings: Settings, _ memory: SessionMemory, at now: Timestamp
    ) -> Verdict {
        if now.seconds(since: alert.created) > secondsToLive {
            return .silent(reason: "no channel took it for a day")
        }
        return asChosen(alert, settings, at: now) ?? asRemembered(alert, memory, at: now) ?? .rings
    }

    /// What the settings say; `nil`: nothing against it.
    package static func asChosen(
        _ alert: Alert, _ settings: Settings, at now: Timestamp
    ) -> Verdict? {
        guard alert.kind.isChosen else { return nil }
        if alert.kind.isOfTask, !settings.taskAlerts {
            return .silent(reason: "background_notifications is false")
        }
        if !settings.kinds.contains(alert.kind) {
            return .silent(reason: "ringback.alerts.\(alert.kind.rawValue) is false")
        }
        if let quiet = settings.quietHours, quiet.contains(minute: now.localMinutesOfDay) {
            return .silent(reason: "quiet hours (\(quiet.text))")
        }
        return nil
    }

    private static func asRemembered(
        _ alert: Alert, _ memory: SessionMemory, at now: Timestamp
    ) -> Verdict? {
        if memory.shown.contains(where: { $0.key == alert.key }) {
            return .silent(reason: "it was shown already")
        }
        if let topic = alert.topic,
            let other = memory.shown.last(where: { $0.topic == topic && $0.source != alert.source })
        {
            return .silent(reason: "\(other.source) has announced it already")
        }
        let words = SessionMemory.words(alert)
        let isEcho = memory.shown.contains { shown in
            shown.group == alert.group && shown.words == words
                && abs(now.seconds(since: shown.at)) < secondsOfEcho
        }
        return isEcho ? .silent(reason: "the same was shown a moment ago") : nil
    }
}
