internal import LosslessJSON
package import RingbackModel
package import RingbackSystem

/// Which questions are open, and where each of them stands: a file a question, so that the next
/// courier understands what is answered to the notices of one that was killed.
package struct AskLedger: Sendable {
    package let folder: String
    private static let largestFile = 1 << 20

    package init(_ paths: Paths) { folder = Self.folder(paths) }

    package static func folder(_ paths: Paths) -> String { paths.state + "/asks" }

    /// An open question.
    package struct Entry: Equatable, Sendable {
        package var alert: Alert
        package var places: [Place] = []

        package init(_ alert: Alert) { self.alert = alert }
    }

    /// A notice of a question.
    package struct Place: Equatable, Sendable {
        package var channel: ChannelName
        package var id: UInt32
        /// Somebody has closed it: it can't be seen, but what was answered to it still counts.
        package var isGone = false

        package init(_ channel: ChannelName, _ id: UInt32, isGone: Bool = false) {
            self.channel = channel
            self.id = id
            self.isGone = isGone
        }
    }

    /// The questions, the oldest first.
    package func entries() -> [Entry] {
        FileSystem.names(in: folder).compactMap { name -> Entry? in
            guard let bytes = try? FileSystem.read(folder + "/" + name, limit: Self.largestFile)
            else { return nil }
            return (try? JSON.parse(bytes)).flatMap(Entry.init)
        }.sorted { $0.alert.created.milliseconds < $1.alert.created.milliseconds }
    }

    package func save(_ entry: Entry) throws(SystemError) {
        try FileSystem.makeFolder(folder)
        try FileSystem.replace(path(entry.alert.group), with: entry.json.bytes() + [0x0A])
    }

    package func remove(group: String) { FileSystem.remove(path(group)) }

    private func path(_ group: String) -> String {
        folder + "/" + Fingerprint.of(group) + ".json"
    }
}

extension AskLedger.Entry {
    /// The notice that can be seen on a channel.
    func place(on channel: ChannelName) -> AskLedger.Place? {
        places.last { $0.channel == channel && !$0.isGone }
    }

    /// Notes that it can be seen on a channel, there and nowhere else.
    mutating func stands(on channel: ChannelName, as id: UInt32) {
        guard id > 0 else { return }
        places.removeAll { $0.channel == channel && $0.id == id }
        for index in places.indices where places[index].channel == channel {
            places[index].isGone = true
        }
        places.append(AskLedger.Place(channel, id))
    }

    /// Notes that a notice was closed.
    mutating func isGone(_ id: UInt32, on channel: ChannelName) {
        for index in places.indices
        where places[index].channel == channel && places[index].id == id {
            places[index].isGone = true
        }
    }

    init?(_ json: JSON) {
        guard let alert = json["alert"].flatMap(Alert.init), alert.ask != nil else { return nil }
        self.init(alert)
        places = json["places"]?.array?.compactMap(AskLedger.Place.init) ?? []
    }

    var json: JSON { ["alert": alert.json, "places": .array(places.map(\.json))] }
}

extension AskLedger.Place {
    init?(_ json: JSON) {
        guard let channel = json["channel"]?.string.flatMap(ChannelName.init),
            let id = json["id"]?.int
        else { return nil }
        self.init(channel, UInt32(clamping: id), isGone: json["gone"]?.bool ?? false)
    }

    var json: JSON {
        ["channel": .string(channel.rawValue), "id": .integer(id), "gone": .bool(isGone)]
    }
}
