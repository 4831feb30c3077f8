import AlertDelivery
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

@Suite struct SessionMemoryTests {
    private let folder: ScratchFolder
    private let paths: Paths

    init() throws {
        folder = try ScratchFolder()
        paths = try #require(Paths(Environment(["HOME": folder.path])))
    }

    @Test func `what is remembered is the same after it was saved`() throws {
        var memory = SessionMemory()
        memory.remember(alert("A", .permission, topic: "t"), on: .desktop, id: 7, at: now)
        memory.remember(alert("B"), on: .terminal, id: 0, at: now + 1)
        memory.remember(alert("C", .question), on: .notifySend, id: .max, at: now + 2)
        try memory.save(session: "../s", paths)
        #expect(SessionMemory(of: "../s", paths) == memory)
        #expect(SessionMemory(of: "s", paths) == SessionMemory())
    }

    @Test(arguments: ["", "{", "[]", #"{"shown":7,"on_screen":[{},7,{"group":"g"}]}"#])
    func `a broken memory is an empty one`(_ text: String) throws {
        try SessionMemory().save(session: "s", paths)
        let name = try #require(FileSystem.names(in: SessionMemory.folder(paths)).first)
        try folder.write(text, to: ".local/state/ringback/sessions/\(name)")
        #expect(SessionMemory(of: "s", paths) == SessionMemory())
    }

    @Test func `the last 64 are remembered`() {
        var memory = SessionMemory()
        for number in 1...70 { memory.remember(alert("T\(number)"), on: .desktop, id: 1, at: now) }
        #expect(memory.shown.count == 64)
        #expect(memory.shown.first?.key == "key/T7" && memory.shown.last?.key == "key/T70")
        #expect(memory.onScreen.count == 1, "of a group one stands on the screen")
    }

    @Test func `a notice is known by its group and channel, for as long as its id can be trusted`()
    {
        var memory = SessionMemory()
        memory.remember(alert("A", .permission), on: .desktop, id: 7, at: now)
        let group = alert("A", .permission).group
        #expect(memory.id(of: group, on: .desktop, at: now + 43_199) == 7)
        #expect(memory.id(of: group, on: .desktop, at: now + 43_200) == 0)
        #expect(memory.id(of: group, on: .notifySend, at: now) == 0)
        #expect(memory.id(of: "other", on: .desktop, at: now) == 0)
        memory.remember(alert("B", .permission), on: .terminal, id: 0, at: now)
        #expect(memory.id(of: group, on: .desktop, at: now) == 0, "the later one took its place")
    }

    @Test func `what was withdrawn is off the screen, and still known as shown`() {
        var memory = SessionMemory()
        memory.remember(alert("A", .permission), on: .desktop, id: 7, at: now)
        memory.forget(group: alert("A", .permission).group)
        #expect(memory.onScreen.isEmpty && memory.shown.count == 1)
    }
}
