internal import LosslessJSON
package import RingbackModel
package import RingbackSystem

/// What hooks have put down for the courier: a folder with a file for each item, in the order in
/// which they came.
package struct Outbox: Sendable {
    package let folder: String
    private static let largestItem = 1 << 20

    package init(_ paths: Paths) { folder = paths.state + "/outbox" }

    /// Something for the courier to do.
    package enum Item: Equatable, Sendable {
        case show(Alert)
        /// Takes what a group shows from the screen.
        case withdraw(session: String, group: String)
    }

    /// Puts an item down.
    ///
    /// - Returns: its name.
    @discardableResult
    package func put(_ item: Item) throws(SystemError) -> String {
        let name = "\(Clock.wallNanoseconds())-\(Clock.monotonicNanoseconds() % 1_000_000_007).json"
        let path = folder + "/" + name
        let bytes = item.json.bytes() + [0x0A]
        do {
            try FileSystem.replace(path, with: bytes)
        } catch  where error.code == SystemError.missing {
            try FileSystem.makeFolder(folder)
            try FileSystem.replace(path, with: bytes)
        }
        return name
    }

    /// The names of the items, oldest first.
    package func names() -> [String] { FileSystem.names(in: folder).sorted() }

    /// Whether there is an item that no courier has tried yet.
    package var hasNews: Bool {
        FileSystem.names(in: folder).contains {
            $0.hasSuffix(".json") && !$0.hasPrefix(".") && !$0.hasSuffix(Self.waiting)
        }
    }

    /// An item; `nil` where it is gone or broken.
    package func item(_ name: String) -> Item? {
        guard let bytes = try? FileSystem.read(folder + "/" + name, limit: Self.largestItem),
            let json = try? JSON.parse(bytes)
        else { return nil }
        return Item(json)
    }

    /// How the name of an item ends that no channel took.
    package static let waiting = ".waiting.json"

    /// Marks an item that no channel took.
    ///
    /// - Returns: its new name.
    package func keep(_ name: String) -> String {
        guard !name.hasSuffix(Self.waiting) else { return name }
        let kept = name.dropLast(".json".count) + Self.waiting
        do throws(SystemError) {
            try FileSystem.rename(folder + "/" + name, to: folder + "/" + kept)
            return String(kept)
        } catch {
            return name
        }
    }

    package func remove(_ name: String) { FileSystem.remove(folder + "/" + name) }
}

extension Outbox.Item {
    init?(_ json: JSON) {
        if let alert = json["show"].flatMap(Alert.init) {
            self = .show(alert)
        } else if let withdrawal = json["withdraw"], let group = withdrawal["group"]?.string {
            self = .withdraw(session: withdrawal["session"]?.string ?? "", group: group)
        } else {
            return nil
        }
    }

    var json: JSON {
        switch self {
        case .show(let alert): ["show": alert.json]
        case .withdraw(let session, let group):
            ["withdraw": ["session": .string(session), "group": .string(group)]]
        }
    }
}
