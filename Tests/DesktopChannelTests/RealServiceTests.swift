internal import Foundation
internal import LosslessJSON
internal import RingbackSystem
internal import TestSupport
internal import Testing

/// The services that people have, on a screen that nobody sees.
@Suite struct RealServiceTests {
    private static let xfce = "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd"
    private static let gnome = "/usr/lib/notification-daemon/notification-daemon"
    private static let isPossible = ["Xvfb", "dbus-daemon", "dunst", "dunstctl"]
        .allSatisfy(BusProcess.exists)

    private let harness: DesktopHarness
    private let desktop: DesktopSession

    init() throws {
        desktop = try DesktopSession(services: ["org.freedesktop.Notifications": "/usr/bin/dunst"])
        harness = try DesktopHarness(desktop.environment)
    }

    /// What dunst says that it shows at present.
    private var count: Int {
        get throws {
            let text = try desktop.output(of: "dunstctl", ["count", "displayed"])
            return Int(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1
        }
    }

    @Test(.enabled(if: isPossible))
    func `dunst shows a notice, then another in its place, and takes it away`() throws {
        try desktop.start("dunst")
        let one = try harness.ask(["title": "one", "body": "<i>1</i> & 2", "group": "g"])
        #expect(one.detail.hasPrefix("dunst 1."), "\(one.failure)")
        #expect(try count == 1)
        let two = try harness.ask([
            "title": "two", "group": "g", "replaces": .integer(one.id ?? 0),
        ])
        #expect(two.id == one.id)
        #expect(try count == 1)
        // After a restart of the courier the group alone replaces.
        let next = try DesktopHarness(desktop.environment)
        let three = try next.ask(["title": "three", "body": "<i>3</i> & 4", "group": "g"])
        #expect(try count == 1)
        try next.ask(["title": "other", "group": "h"])
        #expect(try count == 2)
        try next.ask(["withdraw": .integer(three.id ?? 0)])
        #expect(try count == 1)

        let history = try JSON.parse(desktop.output(of: "dunstctl", ["history"]))
        let last = history["data"]?.array?.first?.array?.first
        #expect(last?["summary"]?["data"] == "three")
        #expect(last?["body"]?["data"] == "&lt;i&gt;3&lt;/i&gt; &amp; 4")
        #expect(last?["appname"]?["data"] == "Ringback")
        #expect(last?["category"]?["data"] == "x-ringback.completed")
    }

    @Test(.enabled(if: isPossible))
    func `dunst is started by the bus when it is needed`() throws {
        let answer = try harness.ask(["title": "one"])
        #expect(answer.detail.hasPrefix("dunst 1."), "\(answer.failure)")
        #expect(try count == 1)
    }

    @Test(.enabled(if: isPossible))
    func `the end of dunst is survived`() throws {
        try desktop.start("dunst")
        #expect(try harness.ask(["title": "one"]).id != nil)
        desktop.stopService()
        try desktop.start("dunst")
        #expect(try harness.ask(["title": "two", "replaces": 1]).id != nil)
        #expect(try count == 1)
    }

    @Test(.enabled(if: isPossible && BusProcess.exists(xfce)))
    func `the service of Xfce shows a notice, then another in its place`() throws {
        try desktop.start(Self.xfce)
        try showsAndReplaces("Xfce Notify Daemon")
    }

    @Test(.enabled(if: isPossible && BusProcess.exists(gnome)))
    func `the classic service of GNOME shows a notice, then another in its place`() throws {
        try desktop.start(Self.gnome)
        try showsAndReplaces("Notification Daemon")
    }

    private func showsAndReplaces(_ name: String) throws {
        let one = try harness.ask(["title": "one", "body": "<i>1</i> & 2", "group": "g"])
        #expect(one.detail.hasPrefix(name), "\(one.failure)")
        let two = try harness.ask([
            "title": "two", "group": "g", "replaces": .integer(one.id ?? 0),
        ])
        #expect(two.id == one.id, "\(two.failure)")
        try harness.ask(["withdraw": .integer(one.id ?? 0)])
        #expect(try harness.ask(["holds": true]).json["holds"] == false)
    }
}
