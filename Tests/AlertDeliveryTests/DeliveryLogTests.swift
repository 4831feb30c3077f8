import AlertDelivery
import LosslessJSON
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

@Suite struct DeliveryLogTests {
    private let folder: ScratchFolder
    private let log: DeliveryLog
    private let name = ".local/state/ringback/deliveries.jsonl"

    init() throws {
        folder = try ScratchFolder()
        let paths = try #require(Paths(Environment(["HOME": folder.path])))
        try FileSystem.makeFolder(paths.state)
        log = DeliveryLog(paths)
    }

    private static let entries: [DeliveryLog.Entry] = [
        .init(alert("A"), .silent, reason: "quiet hours (22:00-7:00)", at: now),
        .init(
            alert("B\n\u{1B}\"", .failed), .shown,
            attempts: [
                .init(
                    channel: "desktop", delivery: .failed(reason: "no bus", remedy: "start one"),
                    milliseconds: 12.3),
                .init(
                    channel: "terminal", delivery: .shown(id: .max, detail: "bell to /dev/pts/1"),
                    milliseconds: 0),
            ], at: now + 1),
        .init(alert("C", .test), .waiting, reason: "r", attempts: [], at: now + 2),
    ]

    @Test func `entries come back as they were, newest last`() {
        for entry in Self.entries { log.add(entry) }
        #expect(log.entries(last: 9) == Self.entries)
        #expect(log.entries(last: 2) == Array(Self.entries.dropFirst()))
        #expect(log.entries(last: 0) == [])
        #expect(folder.text(name)?.split(separator: "\n").count == 3, "a line each")
    }

    @Test func `times are kept to a tenth of a millisecond`() throws {
        let attempt = DeliveryLog.Entry.Attempt(
            channel: "desktop", delivery: .shown(id: 1, detail: ""), milliseconds: 1.2345)
        log.add(.init(alert(), .shown, attempts: [attempt], at: now))
        #expect(log.entries(last: 1).first?.attempts.first?.milliseconds == 1.2)
        #expect(folder.text(name)?.contains(#""ms":1.2}"#) == true)
    }

    @Test func `torn and foreign lines are passed over`() throws {
        log.add(Self.entries[0])
        try FileSystem.append(
            Array("{torn\n\n[]\n{\"at\":\"soon\",\"kind\":\"test\",\"outcome\":\"shown\"}\n".utf8),
            to: folder(name))
        log.add(Self.entries[2])
        #expect(log.entries(last: 9) == [Self.entries[0], Self.entries[2]])
    }

    @Test func `a log that has grown large is put aside`() throws {
        log.add(Self.entries[0])
        try FileSystem.append([UInt8](repeating: 0x0A, count: 1 << 20), to: folder(name))
        log.add(Self.entries[1])
        #expect(log.entries(last: 9) == [Self.entries[1]])
        #expect(try #require(folder.read(name + ".1")).count > 1 << 20)
    }

    @Test func `without a log there are no entries, and without a folder none is made`() throws {
        #expect(log.entries(last: 9).isEmpty)
        let nowhere = DeliveryLog(try #require(Paths(Environment(["HOME": folder("no")]))))
        nowhere.add(Self.entries[0])
        #expect(nowhere.entries(last: 9).isEmpty)
    }
}
