import Foundation
import LosslessJSON
import TestSupport
import Testing

/// The verbs of the background manager that Ringback takes the place of, over files as the original
/// wrote them.
@Suite struct BackgroundManagerTests {
    private let home: EndToEndHome
    private let id = OriginalTask().id

    init() throws { home = try EndToEndHome() }

    @Test func `status shows the whole task, and says where there is none`() throws {
        try OriginalTask(extra: ["color": "blue"]).write(to: home)
        let task = try home.droidAnswer("status", id, "--store", "droid")
        #expect(task["id"]?.string == id)
        #expect(task["status"] == "running")
        #expect(task["color"] == "blue")
        #expect(task["progress"]?["toolCalls"] == 0)
        let unknown = try home.droid("status", "nope", "--store", "droid")
        #expect(unknown.exitCode == 1)
        #expect(unknown.text == #"{"error":"Task not found: nope"}"# + "\n")
    }

    @Test func `output shows what was written, also where it is not UTF-8`() throws {
        try OriginalTask().write(to: home)
        let store = EndToEndHome.droidStore
        let missing = try home.droidAnswer("output", id)
        #expect(missing["output"] == .null)
        #expect(
            missing["error"]?.string
                == "Output file not found: \(home.folder("\(store)/\(id).out"))")
        try home.folder.write(Array("a\n".utf8) + [0xFF, 0x0A], to: "\(store)/\(id).out")
        let answer = try home.droidAnswer("output", id)
        #expect(answer["output"] == "a\n\u{FFFD}\n")
        #expect(answer["taskId"]?.string == id)
        #expect(answer["status"] == "running")
        #expect(answer["error"] == nil)
    }

    @Test(arguments: [
        (["r"], "completed", "r", nil), (["r", "boom"], "error", "r", "boom"),
        ([""], "completed", "", nil),
    ])
    func `complete ends a task`(
        _ arguments: [String], status: String, result: String, error: String?
    ) throws {
        try OriginalTask().write(to: home)
        let call = home.call(["complete", id] + arguments, OriginalTask.zone)
        let answer = try JSON.parse(try call.run().output)
        #expect(answer["taskId"]?.string == id)
        #expect(answer["status"]?.string == status)
        #expect(answer["completed"] == true)
        let record = try #require(home.droidRecord())
        #expect(record["status"]?.string == status)
        #expect(record["result"]?.string == result)
        #expect(record["error"]?.string == error)
        #expect(record["completed_at"]?.string?.hasSuffix("Z") == true)
        #expect(home.faults(in: EndToEndHome.droidStore) == [])
    }

    @Test func `list counts one task of each status`() throws {
        let words = ["running", "queued", "completed", "error", "cancelled", "paused"]
        for (index, word) in words.enumerated() {
            try OriginalTask(id: "bg_\(index)", status: word).write(to: home)
        }
        let list = try home.droidAnswer("list", "--store", "droid")
        #expect(list["total"] == 6)
        for word in words { #expect(list[word] == 1) }
        let tasks = try #require(list["tasks"]?.array)
        #expect(Set(tasks.compactMap { $0["status"]?.string }) == Set(words))
    }

    struct Pruned: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var status = "running"
        var started: Double?
        var queued: Double?
        var lastUpdate: Double?
        /// Minutes ago.
        var output: Double?
        var error: String?
    }

    private static let timeout = "Task timeout: no activity"

    @Test(arguments: [
        Pruned(testDescription: "9 min running", started: 9),
        Pruned(testDescription: "11 min silent", started: 11, error: "Task stale: no activity"),
        Pruned(
            testDescription: "11 min with an old update", started: 11, lastUpdate: 10.5,
            error: "Task stale: no activity"),
        Pruned(testDescription: "11 min with a fresh update", started: 11, lastUpdate: 1),
        Pruned(testDescription: "11 min with fresh output", started: 11, output: 1),
        Pruned(
            testDescription: "11 min with old output", started: 11, output: 10.5,
            error: "Task stale: no activity"),
        Pruned(testDescription: "31 min", started: 31, lastUpdate: 1, error: timeout),
        Pruned(testDescription: "11 min queued", status: "queued", queued: 11),
        Pruned(testDescription: "31 min queued", status: "queued", queued: 31, error: timeout),
        Pruned(testDescription: "99 min completed", status: "completed", started: 99),
        Pruned(testDescription: "99 min cancelled", status: "cancelled", started: 99),
    ])
    func `prune marks what nobody works on`(_ task: Pruned) throws {
        let store = EndToEndHome.droidStore
        try OriginalTask(
            status: task.status, started: task.started, queued: task.queued,
            lastUpdate: task.lastUpdate
        ).write(to: home)
        if let minutes = task.output {
            try home.folder.write("…", to: "\(store)/\(id).out")
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -minutes * 60)],
                ofItemAtPath: home.folder("\(store)/\(id).out"))
        }
        let answer = try home.droidAnswer("prune", "--store", "droid")
        #expect(answer == ["removed": .array(task.error == nil ? [] : [.string(id)])])
        #expect(
            home.droidRecord()?["status"]?.string == (task.error == nil ? task.status : "error"))
        #expect(home.droidRecord()?["error"]?.string == task.error)
    }

    @Test func `cleanup leaves every record and makes the views anew`() throws {
        for index in 0..<5 { try OriginalTask(id: "bg_\(index)").write(to: home) }
        let store = EndToEndHome.droidStore
        try home.folder.write("broken", to: store + "/completed.json")
        try home.folder.write(
            #"{"version":1,"tasks":[{"id":"ghost"}]}"#, to: store + "/active.json")
        #expect(try home.droidAnswer("cleanup", "--store", "droid") == ["cleaned": true])
        #expect(home.ids(in: store).count == 5)
        #expect(home.view("active", in: store)?.count == 5)
        #expect(home.faults(in: store) == [])
    }

    @Test func `a record with unknown members and without lastUpdate is seen and kept`() throws {
        try OriginalTask(
            lastUpdate: nil,
            extra: [
                "labels": ["a", ["b": .number("1.50")]],
                "progress": ["toolCalls": 7, "custom": "x"],
            ]
        ).write(to: home)
        #expect(try home.droidAnswer("list", "--store", "droid")["running"] == 1)
        #expect(try home.droidAnswer("prune", "--store", "droid") == ["removed": []])
        _ = try home.droid("complete", id, "r")
        let record = try #require(home.droidRecord())
        #expect(record["labels"] == ["a", ["b": .number("1.50")]])
        #expect(record["progress"] == ["toolCalls": 7, "custom": "x"])
        #expect(record["status"] == "completed")
    }
}
