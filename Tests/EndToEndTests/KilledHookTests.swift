import LosslessJSON
import TestSupport
import Testing

/// A hook that is killed at any of its system calls leaves a store that the next hook mends.
///
/// strace kills it: at its first system call, at its second, until it is through.
@Suite struct KilledHookTests {
    struct Sweep: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// What came before.
        let before: [JSON]
        /// The event whose hook is killed.
        let event: JSON
        /// What comes after the event, until the task has ended.
        let after: [JSON]
    }

    private static let id = "a1"

    static let sweeps = [
        Sweep(
            testDescription: "SubagentStart", before: [], event: EndToEndEvent.start(id),
            after: [EndToEndEvent.stop(id)]),
        Sweep(
            testDescription: "PostToolUse", before: [EndToEndEvent.start(id)],
            event: EndToEndEvent.launched(id), after: [EndToEndEvent.stop(id)]),
        Sweep(
            testDescription: "SubagentStop",
            before: [EndToEndEvent.start(id), EndToEndEvent.launched(id)],
            event: EndToEndEvent.stop(id), after: []),
        Sweep(
            testDescription: "SubagentStop in a store without views",
            before: [EndToEndEvent.start(id)], event: EndToEndEvent.stop(id), after: []),
        Sweep(
            testDescription: "SubagentStop of a task that nobody knows",
            before: [EndToEndEvent.start("a0"), EndToEndEvent.stop("a0")],
            event: EndToEndEvent.stop(id), after: []),
        Sweep(
            testDescription: "SubagentStart in a store without any view",
            before: [EndToEndEvent.start("a0"), EndToEndEvent.stop("a0")],
            event: EndToEndEvent.start(id), after: [EndToEndEvent.stop(id)]),
        Sweep(
            testDescription: "a new run after the end",
            before: [EndToEndEvent.start(id), EndToEndEvent.stop(id, "First.")],
            event: EndToEndEvent.start(id, prompt: "p2"), after: [EndToEndEvent.stop(id, "Second.")]
        ),
    ]

    @Test(arguments: sweeps)
    func `whenever a hook is killed the next ones mend the store`(_ sweep: Sweep) throws {
        let calls = try systemCalls(of: sweep)
        #expect(calls.count > 30, "strace has seen too little")
        var killed = 0
        for (index, call) in calls.enumerated() {
            let place = "killed at system call \(index + 1), \(call.name)"
            if try !check(sweep, ["\(call.name):signal=KILL:when=\(call.count)"], place) {
                killed += 1
            }
        }
        #expect(killed > calls.count * 9 / 10, "strace has killed too little")
        print("\(sweep.testDescription): killed at \(killed) of \(calls.count) system calls")
    }

    /// The system calls of the hook, in order; how often each was called until then.
    private func systemCalls(of sweep: Sweep) throws -> [(name: String, count: Int)] {
        let home = try prepared(sweep)
        let call = try traced(sweep, home, ["-o", home.folder("trace")])
        #expect(try call.run().isSilentSuccess)
        var counts: [Substring: Int] = [:]
        return (home.folder.text("trace") ?? "").split(separator: "\n").compactMap { line in
            guard let end = line.firstIndex(of: "("), line.first?.isLetter == true else {
                return nil
            }
            let name = line[..<end]
            counts[name, default: 0] += 1
            return (String(name), counts[name, default: 0])
        }
    }

    private func prepared(_ sweep: Sweep) throws -> EndToEndHome {
        let home = try EndToEndHome()
        for event in sweep.before { try home.hook(event) }
        let gone =
            sweep.testDescription.hasSuffix("without views")
            ? ["completed", "failed"]
            : sweep.testDescription.hasSuffix("any view") ? EndToEndHome.views : []
        for view in gone { FileRemoval.remove(home.folder("\(EndToEndHome.store)/\(view).json")) }
        return home
    }

    private func traced(
        _ sweep: Sweep, _ home: EndToEndHome, _ options: [String]
    ) throws -> HookCall {
        var call = home.call(["hook"], input: .bytes(Array(sweep.event.text().utf8)))
        call.arguments = ["-qq"] + options + ["--", call.program] + call.arguments
        call.program = try EndToEndBinary.tool("strace", package: "strace")
        return call
    }

    /// - Returns: whether the hook got through.
    private func check(_ sweep: Sweep, _ injection: [String], _ place: String) throws -> Bool {
        let home = try prepared(sweep)
        let call = try traced(
            sweep, home, ["-o", "/dev/null"] + injection.flatMap { ["-e", "inject=" + $0] })
        let outcome = try call.run()
        #expect(outcome.output.isEmpty)
        // What is there is whole, already now.
        #expect(home.faults().filter { $0.hasSuffix("is no JSON object") } == [], "\(place)")
        #expect(home.alertCounts["completed", default: 0] <= 2, "\(place)")
        // Any hook mends it.
        try home.hook(EndToEndEvent.start("b1", session: "s2"))
        #expect(home.faults() == [], "\(place)")
        // The event comes once more, and what belongs to it.
        for event in [sweep.event] + sweep.after { #expect(try home.hook(event).isSilentSuccess) }
        let ends = sweep.testDescription.hasPrefix("a new run") ? 2 : 1
        let record = home.record(Self.id)
        #expect(home.ids().filter { $0 != "a0" } == [Self.id, "b1"], "\(place)")
        #expect(home.faults() == [], "\(place)")
        #expect(record?["status"] == "completed", "\(place)")
        #expect(record?["ends"]?.int == ends, "\(place)")
        let alerts = home.alerts.filter { $0["task"]?.string == Self.id }
        #expect(alerts.map { $0["kind"] } == Array(repeating: "completed", count: ends), "\(place)")
        #expect(home.log == [], "\(place)")
        return outcome.exitCode == 0
    }
}
