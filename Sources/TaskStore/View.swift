internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem

/// One of the three lists beside the records.
enum View: String, CaseIterable {
    case active, completed, failed

    /// The view in which a task of that status stands.
    init(of status: TaskStatus) {
        switch status {
        case .pending, .running, .paused: self = .active
        case .completed: self = .completed
        case .failed, .cancelled: self = .failed
        }
    }

    func path(in store: TaskStore) -> String { "\(store.location.folder)/\(rawValue).json" }

    /// The bytes of a view that is worth reading: a hundred tasks of some kilobytes each.
    private static let largest = 16 << 20

    /// The view's text; `nil` where it is missing, broken or no file.
    func bytes(in store: TaskStore) -> [UInt8]? {
        (try? FileSystem.read(path(in: store), limit: Self.largest)) ?? nil
    }

    /// A task as it stands in a view: its id first, long texts cut. The record has the whole.
    static func entry(_ record: TaskRecord, in store: TaskStore) -> JSONObject {
        var cut = record
        cut[text: .prompt] = record[text: .prompt].map { PlainText.cut($0, limit: 200) }
        cut[text: .command] = record[text: .command].map { PlainText.cut($0, limit: 200) }
        cut[text: .result] = record[text: .result].map { PlainText.cut($0, limit: 2000) }
        cut[text: .error] = record[text: .error].map { PlainText.cut($0, limit: 2000) }
        for name in ["env_overrides", "argv", "origin", "process", "questions"] {
            cut[name: name] = nil
        }
        let object = store.object(cut)
        var entry = JSONObject([("id", JSON.string(record.id))])
        for member in object.members where member.key != "id" { entry[member.key] = member.value }
        return entry
    }
}
