internal import LosslessJSON
package import RingbackModel
package import RingbackSystem

/// What the courier remembers of a session: what it has shown, and what stands on the screen.
package struct SessionMemory: Equatable, Sendable {
    /// An alert that was shown.
    package struct Shown: Equatable, Sendable {
        package var key: String
        package var topic: String?
        package var source: String
        package var group: String
        /// A fingerprint of its words.
        package var words: String
        package var at: Timestamp
    }

    /// A notice on the screen.
    package struct OnScreen: Equatable, Sendable {
        package var group: String
        package var channel: ChannelName
        package var id: UInt32
        package var at: Timestamp
    }

    package private(set) var shown: [Shown] = []
    package private(set) var onScreen: [OnScreen] = []

    /// So many alerts are remembered.
    private static let limit = 64
    /// Ids are worth something as long as the desktop's session lives; after a while they may
    /// name somebody else's notice.
    private static let secondsOnScreen = 12.0 * 3600

    package init() {}

    package mutating func remember(
        _ alert: Alert, on channel: ChannelName, id: UInt32, at now: Timestamp
    ) {
        shown.append(
            Shown(
                key: alert.key, topic: alert.topic, source: alert.source, group: alert.group,
                words: Self.words(alert), at: now))
        shown.removeFirst(max(0, shown.count - Self.limit))
        forget(group: alert.group)
        if id > 0 {
            onScreen.append(OnScreen(group: alert.group, channel: channel, id: id, at: now))
        }
    }

    /// Remembers one more place where a group is shown.
    package mutating func add(
        _ group: String, on channel: ChannelName, id: UInt32, at now: Timestamp
    ) {
        guard id > 0 else { return }
        onScreen.append(OnScreen(group: group, channel: channel, id: id, at: now))
    }

    package mutating func forget(group: String) { onScreen.removeAll { $0.group == group } }

    /// What a group shows on a channel now; 0: nothing.
    package func id(of group: String, on channel: ChannelName, at now: Timestamp) -> UInt32 {
        onScreen.last {
            $0.group == group && $0.channel == channel
                && now.seconds(since: $0.at) < Self.secondsOnScreen
        }?.id ?? 0
    }

    package static func words(_ alert: Alert) -> String {
        Fingerprint.of(alert.title, alert.detail, alert.body)
    }
}

extension SessionMemory {
    private static func path(_ session: String, _ paths: Paths) -> String {
        folder(paths) + "/" + Fingerprint.of(session) + ".json"
    }

    package static func folder(_ paths: Paths) -> String { paths.state + "/sessions" }

    /// What is remembered of a session; nothing where the file is missing or broken.
    package init(of session: String, _ paths: Paths) {
        guard let bytes = try? FileSystem.read(Self.path(session, paths), limit: 1 << 20),
            let json = try? JSON.parse(bytes)
        else { return }
        shown = json["shown"]?.array?.compactMap(Shown.init) ?? []
        onScreen = json["on_screen"]?.array?.compactMap(OnScreen.init) ?? []
    }

    package func save(session: String, _ paths: Paths) throws(SystemError) {
        let json: JSON = [
            "shown": .array(shown.map(\.json)), "on_screen": .array(onScreen.map(\.json)),
        ]
        try FileSystem.makeFolder(Self.folder(paths))
        try FileSystem.replace(Self.path(session, paths), with: json.bytes() + [0x0A])
    }
}

extension SessionMemory.Shown {
    init?(_ json: JSON) {
        guard let key = json["key"]?.string, let at = json["at"]?.string.flatMap(Timestamp.init)
        else { return nil }
        self.init(
            key: key, topic: json["topic"]?.string, source: json["source"]?.string ?? "",
            group: json["group"]?.string ?? "", words: json["words"]?.string ?? "", at: at)
    }

    var json: JSON {
        [
            "key": .string(key), "topic": .text(topic), "source": .string(source),
            "group": .string(group), "words": .string(words), "at": .string(at.text()),
        ]
    }
}

extension SessionMemory.OnScreen {
    init?(_ json: JSON) {
        guard let group = json["group"]?.string,
            let channel = json["channel"]?.string.flatMap(ChannelName.init),
            let id = json["id"]?.int, let at = json["at"]?.string.flatMap(Timestamp.init)
        else { return nil }
        self.init(group: group, channel: channel, id: UInt32(clamping: id), at: at)
    }

    var json: JSON {
        [
            "group": .string(group), "channel": .string(channel.rawValue), "id": .integer(id),
            "at": .string(at.text()),
        ]
    }
}
