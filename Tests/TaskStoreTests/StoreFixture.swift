import Glibc
import LosslessJSON
import RingbackModel
import RingbackSystem
@testable import TaskStore
import TestSupport
import Testing

/// A store in a folder of the test's own.
struct StoreFixture {
    let folder: ScratchFolder
    let store: TaskStore

    init(_ layout: StoreLayout = .claude, historyLimit: Int = 100) throws {
        folder = try ScratchFolder()
        store = TaskStore(
            StoreLocation(folder: folder.path, layout: layout), historyLimit: historyLimit)
    }

    /// A client that lives as long as the tests run.
    static func livingClient() throws -> Client {
        let me = try #require(ProcessIdentity(ofRunning: Int(getpid())))
        return Client(pid: me.pid, start: me.start, boot: me.boot)
    }

    /// So many seconds after the begin of everything.
    static func moment(_ seconds: Int) -> Timestamp {
        Timestamp(milliseconds: Int64(seconds) * 1000)
    }

    /// Lets changes happen in one transaction.
    ///
    /// - Returns: what became of the tasks, and those that ended.
    @discardableResult
    func change(
        at seconds: Int = 0, _ changes: TaskChange...
    ) throws -> (transitions: [TaskTransition?], ended: [TaskRecord]) {
        var ended: [TaskRecord] = []
        let announce = { (tasks: [TaskRecord]) -> [String] in
            ended += tasks
            return tasks.map(\.id)
        }
        let transitions = try store.change(
            at: Self.moment(seconds), waiting: 60_000, announce: announce
        ) { transaction throws(SystemError) in
            var transitions: [TaskTransition?] = []
            for change in changes { transitions.append(try transaction.apply(change)?.transition) }
            return transitions
        }
        return (transitions, ended)
    }

    func begin(_ id: String, run: String = "p", _ details: JSONObject = [:], at seconds: Int = 0)
        throws
    {
        try change(at: seconds, TaskChange(id: id, move: .begin, run: run, details: details))
    }

    func end(_ id: String, _ status: TaskStatus = .completed, at seconds: Int = 0) throws {
        try change(at: seconds, TaskChange(id: id, move: .end(TaskEnd(status))))
    }

    /// The ids in a view, in its order; `nil` where it is missing or broken.
    func ids(_ view: View) -> [String]? {
        guard let bytes = view.bytes(in: store), let json = try? JSON.parse(bytes) else {
            return nil
        }
        return json["tasks"]?.array?.compactMap { $0["id"]?.string }
    }

    /// The ids in the three views: `active | completed | failed`.
    var views: String {
        View.allCases.map { ids($0)?.joined(separator: " ") ?? "?" }.joined(separator: " | ")
    }

    func status(_ id: String) throws -> TaskStatus? { try store.record(id)?.status }

    /// All files, by name, but for the lock.
    var files: [String: [UInt8]] {
        FileSystem.names(in: folder.path).reduce(into: [:]) { $0[$1] = folder.read($1) }
    }

    func remove(_ name: String) { FileSystem.remove(folder(name)) }

    /// Whether a change was cut short, for all that the store knows.
    var isInterrupted: Bool { folder.read(".lock")?.first == UInt8(ascii: "1") }
}
