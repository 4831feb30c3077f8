import AlertDelivery
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

@Suite struct OutboxTests {
    private let folder: ScratchFolder
    private let outbox: Outbox

    init() throws {
        folder = try ScratchFolder()
        outbox = Outbox(try #require(Paths(Environment(["HOME": folder.path]))))
    }

    @Test func `items come back as they were put down, in their order`() throws {
        #expect(outbox.names().isEmpty)
        let items: [Outbox.Item] = [
            .show(alert("A")), .withdraw(session: "s", group: "g/s"),
            .show(alert("\u{1F600}\n\"", .test)),
        ]
        let names = try items.map { try outbox.put($0) }
        #expect(outbox.names() == names)
        #expect(names.map(outbox.item) == items)
        outbox.remove(names[0])
        #expect(outbox.names() == Array(names.dropFirst()))
        #expect(outbox.item(names[0]) == nil)
    }

    @Test func `two hundred items at once are two hundred, each writer's in their order`()
        async throws
    {
        let outbox = outbox
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<50 { try outbox.put(.show(alert("\(writer) \(number)"))) }
                }
            }
            try await group.waitForAll()
        }
        let titles = outbox.names().compactMap { name -> [Int]? in
            guard case .show(let alert) = outbox.item(name) else { return nil }
            return alert.title.split(separator: " ").compactMap { Int($0) }
        }
        #expect(titles.count == 200)
        for writer in 0..<4 {
            #expect(titles.filter { $0[0] == writer }.map { $0[1] } == Array(0..<50))
        }
    }

    @Test func `what no channel took keeps its place, under another name`() throws {
        let names = try ["A", "B", "C"].map { try outbox.put(.show(alert($0))) }
        let kept = outbox.keep(names[1])
        #expect(kept.hasSuffix(Outbox.waiting))
        #expect(outbox.names() == [names[0], kept, names[2]])
        #expect(outbox.keep(kept) == kept)
        #expect(outbox.keep("missing.json") == "missing.json")
    }

    @Test(arguments: ["", "{", "[]", "{}", #"{"show":7}"#, #"{"withdraw":{"session":"s"}}"#])
    func `what is broken is no item`(_ text: String) throws {
        try folder.write(text, to: ".local/state/ringback/outbox/1.json")
        #expect(outbox.item("1.json") == nil)
    }
}

@Suite struct AttentionTests {
    private let folder: ScratchFolder
    private let attention: Attention

    init() throws {
        folder = try ScratchFolder()
        attention = Attention(try #require(Paths(Environment(["HOME": folder.path]))))
    }

    private func raise(_ group: String, _ token: String = "", in session: String = "s") throws {
        try attention.raise(.init(group: group, token: token, subagent: ""), session: session)
    }

    private var files: [String] { FileSystem.names(in: folder(".local/state/ringback/attention")) }

    @Test func `a group is given up when nothing of it waits any more`() throws {
        for token in ["t1", "t2", "t1"] { try raise("permission/s", token) }
        try raise("question/s", "t3")
        try raise("permission/other", "t1", in: "other")
        #expect(try attention.drop(session: "s") { $0.token == "t1" } == [])
        #expect(try attention.drop(session: "s") { $0.token == "t1" } == [])
        #expect(try attention.drop(session: "s") { $0.token == "t2" } == ["permission/s"])
        #expect(files.count == 2)
        #expect(try attention.drop(session: "s") { _ in true } == ["question/s"])
        #expect(files.count == 1, "a session of which nothing waits has no file")
        #expect(try attention.drop(session: "other") { _ in true } == ["permission/other"])
    }

    @Test func `a session of which nothing waits costs nothing, and makes nothing`() throws {
        #expect(try attention.drop(session: "s") { _ in true } == [])
        #expect(FileSystem.status(folder(".local")) == nil)
    }

    @Test func `no text can forge another entry`() throws {
        try attention.raise(
            .init(group: "g/s", token: "a\tb\nx\ty\tz", subagent: "\u{1B}[0msub"), session: "../s")
        var entries: [Attention.Entry] = []
        _ = try attention.drop(session: "../s") { entry in
            entries.append(entry)
            return false
        }
        #expect(entries == [.init(group: "g/s", token: "a b x y z", subagent: "sub")])
        #expect(files.allSatisfy { !$0.contains("/") } && files.count == 1)
    }
}
