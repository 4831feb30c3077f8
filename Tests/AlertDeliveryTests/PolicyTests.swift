import AlertDelivery
import RingbackModel
import Testing

@Suite struct PolicyTests {
    private func decide(
        _ alert: Alert, shown: [Alert] = [],
        seconds: Double = 0, _ change: (inout Settings) -> Void = { _ in }
    ) -> Policy.Verdict {
        var settings = Settings()
        change(&settings)
        var memory = SessionMemory()
        for alert in shown { memory.remember(alert, on: .desktop, id: 1, at: now) }
        return Policy.decide(alert, settings, memory, at: now + seconds)
    }

    /// Hours that are quiet now, in whatever zone this runs.
    private static func quiet(from: Int, to: Int) throws -> QuietHours {
        let minute = now.localMinutesOfDay
        let text = [from, to].map { ((minute + $0) % 1440 + 1440) % 1440 }
            .map { "\($0 / 60):\($0 % 60 < 10 ? "0" : "")\($0 % 60)" }.joined(separator: "-")
        return try #require(QuietHours(text))
    }

    @Test(arguments: Alert.Kind.allCases)
    func `everything rings but for what is idle`(_ kind: Alert.Kind) {
        let isQuiet = kind == .idle
        #expect(
            decide(alert("T", kind))
                == (isQuiet ? .silent(reason: "ringback.alerts.idle is false") : .rings))
        let chosen = decide(alert("T", kind)) { $0.kinds.insert(.idle) }
        #expect(chosen == .rings)
    }

    @Test(arguments: Alert.Kind.allCases)
    func `what people send themselves always rings, the rest as they chose`(_ kind: Alert.Kind)
        throws
    {
        let isOwn = kind == .test || kind == .message
        let alert = alert("T", kind)
        let unwanted = decide(alert) { $0.kinds.remove(kind) }
        #expect(
            unwanted
                == (isOwn ? .rings : .silent(reason: "ringback.alerts.\(kind.rawValue) is false")))
        let quiet = try Self.quiet(from: -1, to: 1)
        let atNight = decide(alert) { settings in
            settings.kinds.insert(.idle)
            settings.quietHours = quiet
        }
        #expect(atNight == (isOwn ? .rings : .silent(reason: "quiet hours (\(quiet.text))")))
        let withoutTasks = decide(alert) { settings in
            settings.kinds.insert(.idle)
            settings.taskAlerts = false
        }
        #expect(
            withoutTasks
                == (kind.isOfTask ? .silent(reason: "background_notifications is false") : .rings))
    }

    @Test(arguments: [(0, 1, true), (-1, 0, false), (1, 2, false), (-700, 1, true), (1, 0, false)])
    func `quiet hours are quiet from their first minute to before their last`(
        _ from: Int, _ to: Int, _ isQuiet: Bool
    ) throws {
        let quiet = try Self.quiet(from: from, to: to)
        let verdict = decide(alert()) { $0.quietHours = quiet }
        #expect((verdict == .rings) != isQuiet)
    }

    @Test(
        arguments: [(24 * 3600, true), (24 * 3600 + 0.001, false), (-3600, true)]
            as [(Double, Bool)])
    func `an alert lives for a day`(_ seconds: Double, _ rings: Bool) {
        #expect(
            decide(alert("T", .test), seconds: seconds)
                == (rings ? .rings : .silent(reason: "no channel took it for a day")))
    }

    @Test func `the same alert rings once`() {
        #expect(decide(alert(), shown: [alert()]) == .silent(reason: "it was shown already"))
        #expect(
            decide(alert(), shown: [alert()], seconds: 3600)
                == .silent(reason: "it was shown already"))
    }

    @Test func `what another event has announced is not announced again, by the same event it is`()
    {
        let request = alert("A", .permission, topic: "permission/p", source: "PermissionRequest")
        let notice = alert("B", .permission, topic: "permission/p", source: "Notification")
        let second = alert("C", .permission, topic: "permission/p", source: "PermissionRequest")
        let other = alert("D", .permission, topic: "permission/q", source: "Notification")
        #expect(
            decide(notice, shown: [request])
                == .silent(reason: "PermissionRequest has announced it already"))
        #expect(decide(second, shown: [request]) == .rings)
        #expect(decide(other, shown: [request]) == .rings)
        #expect(decide(alert("E"), shown: [request, alert("F")]) == .rings)
    }

    @Test(
        arguments: [(0, false), (9.9, false), (10, true), (-9.9, false), (-10, true)]
            as [(Double, Bool)])
    func `the same words in the same place are an echo for ten seconds`(
        _ seconds: Double, _ rings: Bool
    ) {
        var echo = alert()
        echo.key = "another"
        #expect(
            decide(echo, shown: [alert()], seconds: seconds)
                == (rings ? .rings : .silent(reason: "the same was shown a moment ago")))
        echo.group = "elsewhere"
        #expect(decide(echo, shown: [alert()], seconds: seconds) == .rings)
        echo.group = alert().group
        echo.detail = "other words"
        #expect(decide(echo, shown: [alert()], seconds: seconds) == .rings)
    }
}
