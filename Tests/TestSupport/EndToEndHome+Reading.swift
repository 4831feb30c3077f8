package import LosslessJSON
internal import Foundation
internal import RingbackSystem

extension EndToEndHome {
    /// The record of a task; `nil` where there is none, or it is broken.
    package func record(_ id: String, in store: String = store) -> JSON? {
        folder.read("\(store)/\(id).json").flatMap { try? JSON.parse($0) }
    }

    /// The ids of all records.
    package func ids(in store: String = store) -> [String] {
        FileSystem.names(in: folder(store)).filter { $0.hasSuffix(".json") }
            .map { String($0.dropLast(5)) }.filter { !Self.views.contains($0) }.sorted()
    }

    /// The ids in a view; `nil` where it is missing or broken.
    package func view(_ name: String, in store: String = store) -> [String]? {
        folder.read("\(store)/\(name).json").flatMap { try? JSON.parse($0) }?["tasks"]?.array?
            .compactMap { $0["id"]?.string }
    }

    package static let views = ["active", "completed", "failed"]

    /// What is wrong with a store, one line each: broken files, and tasks that do not stand in
    /// exactly the one view that their record asks for.
    package func faults(in store: String = store) -> [String] {
        var faults = FileSystem.names(in: folder(store)).filter { $0.hasSuffix(".json") }
            .filter { name in
                folder.read("\(store)/\(name)").flatMap { try? JSON.parse($0) }?.object == nil
            }.map { "\($0) is no JSON object" }
        for id in ids(in: store) {
            guard let status = record(id, in: store)?["status"]?.string else {
                faults.append("\(id) has no status")
                continue
            }
            let places = Self.views.flatMap { view in
                (self.view(view, in: store) ?? []).filter { $0 == id }.map { _ in view }
            }
            if places != [Self.view(of: status)] {
                faults.append("\(id) is \(status) and stands in \(places)")
            }
        }
        for name in Self.views {
            let strangers = Set(view(name, in: store) ?? []).subtracting(ids(in: store))
            faults += strangers.map { "\($0) stands in \(name) and has no record" }
        }
        return faults
    }

    private static func view(of status: String) -> String {
        switch status {
        case "completed": "completed"
        case "failed", "error", "cancelled": "failed"
        default: "active"
        }
    }

    /// What lies in the outbox, oldest first.
    package var outbox: [JSON] {
        FileSystem.names(in: folder(Self.state + "/outbox")).sorted().compactMap { name in
            folder.read("\(Self.state)/outbox/\(name)").flatMap { try? JSON.parse($0) }
        }
    }

    /// The alerts in the outbox, each key once.
    package var alerts: [JSON] {
        var keys: Set<String> = []
        return outbox.compactMap { $0["show"] }.filter {
            keys.insert($0["key"]?.string ?? "").inserted
        }
    }

    /// How many alerts of each kind there are, each key counted once.
    package var alertCounts: [String: Int] {
        alerts.reduce(into: [:]) { $0[$1["kind"]?.string ?? "?", default: 0] += 1 }
    }

    /// What Ringback found wrong, line by line.
    package var log: [String] {
        (folder.text(Self.state + "/ringback.log") ?? "").split(separator: "\n").map(String.init)
    }

    /// What the courier did with each alert.
    package var deliveries: [JSON] {
        (folder.read(Self.state + "/deliveries.jsonl") ?? []).split(separator: 0x0A)
            .compactMap { try? JSON.parse(Array($0)) }
    }
}
