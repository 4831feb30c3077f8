import Foundation
import LosslessJSON
import TestSupport

/// A task file as the original background manager wrote it: indented, naive local times, no views
/// beside it.
struct OriginalTask {
    var id = "bg_1a1fa01f45f699cf6"
    var session = "ses_ae08c9107618"
    var status = "running"
    /// Minutes ago.
    var started: Double? = 1
    /// Minutes ago.
    var queued: Double?
    /// Minutes ago; `nil`: `progress` has no `lastUpdate`.
    var lastUpdate: Double? = 1
    /// Further members.
    var extra: JSONObject = [:]

    /// A zone in which a time that is read as UTC is hours off.
    static let zone = ["TZ": "XXX-5:30", "FACTORY_PROJECT_DIR": "/nonexistent"]

    func write(to home: EndToEndHome) throws {
        let store = EndToEndHome.droidStore
        var progress: JSONObject = [
            "toolCalls": 0,
            "outputFile": .string(home.folder("\(store)/\(id).out")),
        ]
        if let lastUpdate { progress["lastUpdate"] = Self.naive(minutesAgo: lastUpdate) }
        var object: JSONObject = [
            "id": .string(id), "session_id": .string(session), "parent_session_id": "main",
            "description": "Find auth patterns", "prompt": "Find it", "agent": "explorer",
            "status": .string(status),
            "started_at": started.map(Self.naive(minutesAgo:)) ?? .null,
            "queued_at": queued.map(Self.naive(minutesAgo:)) ?? .null, "completed_at": .null,
            "result": .null, "error": .null, "progress": .object(progress),
            "concurrency_key": "explorer", "parent_model": .null,
        ]
        for member in extra.members { object[member.key] = member.value }
        try home.folder.write(
            JSON.object(object).bytes(.indented(2)), to: "\(store)/\(id).json")
    }

    /// A time as Python's `datetime.now().isoformat()` writes it in that zone.
    static func naive(minutesAgo minutes: Double) -> JSON {
        let local = Date(timeIntervalSinceNow: (5.5 * 60 - minutes) * 60)
        let text = local.formatted(
            .iso8601.year().month().day().time(includingFractionalSeconds: true))
        return .string(text.replacingOccurrences(of: "Z", with: "") + "123")
    }
}

extension EndToEndHome {
    /// The record of one of Droid's tasks.
    func droidRecord(_ id: String = OriginalTask().id) -> JSON? { record(id, in: Self.droidStore) }

    /// Runs a command over Droid's tasks, in the zone of their times.
    func droid(_ arguments: String..., input: JSON? = nil) throws -> HookOutcome {
        try call(
            arguments, input: .bytes(input.map { Array($0.text().utf8) } ?? []), OriginalTask.zone
        ).run()
    }

    /// The same, and the JSON that it answers.
    func droidAnswer(_ arguments: String..., input: JSON? = nil) throws -> JSON {
        let call = call(
            arguments, input: .bytes(input.map { Array($0.text().utf8) } ?? []), OriginalTask.zone)
        return try JSON.parse(try call.run().output)
    }
}
