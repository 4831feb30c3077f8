import Foundation
import LosslessJSON
import Synchronization
import TestSupport
import Testing

/// Many processes at one store at the same time.
@Suite(.serialized) struct ManyHooksTests {
    @Test func `a thousand hooks at once for a thousand tasks lose nothing and ring once each`()
        throws
    {
        let home = try EndToEndHome()
        let ids = (0..<1000).map { "a\($0)" }
        let starting = try seconds {
            try runAtOnce(ids.map { EndToEndEvent.start($0) }, home)
        }
        #expect(home.view("active")?.count == 1000)
        let ending = try seconds {
            try runAtOnce(ids.map { EndToEndEvent.stop($0, "Done with \($0).") }, home)
        }
        #expect(home.ids() == ids.sorted())
        let wrong = ids.filter { id in
            let record = home.record(id)
            return record?["status"] != "completed" || record?["ends"] != 1
                || record?["result"]?.string != "Done with \(id)."
        }
        #expect(wrong == [])
        #expect(home.view("active") == [])
        #expect(home.view("completed")?.count == 100)
        #expect(home.alertCounts == ["completed": 1000])
        #expect(home.outbox.count == 1000)
        #expect(home.log.count == 0, "\(home.log.first ?? "")")
        print("1,000 starts at once: \(starting) s; 1,000 ends at once: \(ending) s")
    }

    /// Starts them all before it waits for the first.
    private func runAtOnce(_ events: [JSON], _ home: EndToEndHome) throws {
        let running = try events.map { event in
            try home.call(["hook"], input: .bytes(Array(event.text().utf8))).start()
        }
        #expect(running.filter { !$0.outcome(seconds: 60).isSilentSuccess }.count == 0)
    }

    /// How long something takes on a machine that does nothing else.
    private func seconds(_ work: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let elapsed = try clock.measure { try HookGate.alone(work) }
        return (elapsed / .seconds(1) * 100).rounded() / 100
    }

    @Test func `two writers and a reader never see a torn or missing task in 2,000 rounds`() throws
    {
        let home = try EndToEndHome()
        let reader = StoreReader(home)
        reader.start()
        for round in 1...2000 {
            let id = "bg_\(round)"
            let events = [EndToEndEvent.start(id), EndToEndEvent.stop(id)]
            let writers = try events.map { event in
                try home.call(
                    ["hook", "--store", "droid"], input: .bytes(Array(event.text().utf8))
                ).start()
            }
            for writer in writers { #expect(writer.outcome().isSilentSuccess) }
            reader.written.withLock { $0 = round }
        }
        let (faults, looks) = reader.stop()
        #expect(faults == [])
        #expect(looks > 1000)
        let store = EndToEndHome.droidStore
        #expect(home.ids(in: store).count == 2000)
        #expect(home.view("active", in: store) == [])
        #expect(home.alertCounts == ["completed": 2000])
        #expect(home.log.count == 0, "\(home.log.first ?? "")")
    }
}

/// Reads a store as fast as it can while others write, and notes what should never be seen.
private final class StoreReader: Sendable {
    private struct State {
        var isStopped = false
        var faults: Set<String> = []
        var looks = 0
    }

    /// The last task that is known to be written.
    let written = Mutex(0)
    private let home: EndToEndHome
    private let state = Mutex(State())
    private let end = DispatchSemaphore(value: 0)

    init(_ home: EndToEndHome) { self.home = home }

    func start() { Thread.detachNewThread { self.run() } }

    func stop() -> (faults: Set<String>, looks: Int) {
        state.withLock { $0.isStopped = true }
        end.wait()
        return state.withLock { ($0.faults, $0.looks) }
    }

    private func run() {
        var seen: [String: String] = [:]
        while !state.withLock({ $0.isStopped }) {
            let last = written.withLock { $0 }
            for id in [last, last + 1].map({ "bg_\($0)" }) where id != "bg_0" {
                look(at: id, &seen)
            }
            state.withLock { $0.looks += 1 }
        }
        end.signal()
    }

    private func look(at id: String, _ seen: inout [String: String]) {
        let store = EndToEndHome.droidStore
        guard let bytes = home.folder.read("\(store)/\(id).json") else {
            if seen[id] != nil { note("\(id) is gone") }
            return
        }
        guard let status = (try? JSON.parse(bytes))?["status"]?.string else {
            return note("\(id) is torn")
        }
        if seen[id] == "completed", status != "completed" { note("\(id) went back to \(status)") }
        seen[id] = status
        // In this order: a task that ends comes into the other view before it leaves this one.
        let active = home.view("active", in: store)
        let completed = home.view("completed", in: store)
        if active == nil { note("active.json is torn") }
        if status == "running", active?.contains(id) != true, completed?.contains(id) != true {
            note("\(id) is in no view")
        }
    }

    private func note(_ fault: String) { state.withLock { _ = $0.faults.insert(fault) } }
}
