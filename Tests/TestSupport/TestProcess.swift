internal import Glibc
internal import RingbackSystem

/// A process as `/proc` has it now; no zombie.
package struct TestProcess {
    package let pid: Int
    package let parent: Int
    /// Its words.
    package let words: [String]
    /// The variables that it was born with, as `NAME=value`.
    package let variables: [ArraySlice<UInt8>]

    /// `nil` where there is none, or only its zombie.
    package init?(_ pid: Int) {
        guard let entry = ProcessEntry(pid) else { return nil }
        self.pid = pid
        parent = entry.parent
        words = (FileSystem.pseudoFile("/proc/\(pid)/cmdline") ?? []).split(separator: 0)
            .map { String(decoding: $0, as: UTF8.self) }
        variables = (FileSystem.pseudoFile("/proc/\(pid)/environ") ?? []).split(separator: 0)
    }

    /// All that there are.
    package static var all: [TestProcess] {
        FileSystem.names(in: "/proc").compactMap { Int($0).flatMap(TestProcess.init) }
    }

    /// Those that have one of their words end with a text.
    package static func all(marked mark: String) -> [TestProcess] {
        all.filter { process in process.words.contains { $0.hasSuffix(mark) } }
    }

    /// Whether the processes stand that the fixture `tree` leaves behind.
    package static func isTreeWhole(_ mark: String) -> Bool {
        let found = all(marked: mark)
        return found.count == 5 && found.allSatisfy { $0.words.last != mark }
    }

    /// The children of a process.
    package static func children(of pid: Int) -> [TestProcess] { all.filter { $0.parent == pid } }

    /// A number that no other test has.
    package static var mark: String { String(UInt32.random(in: 1_000_000_000 ... .max)) }

    /// How often a process has given up the processor of itself: how often it has slept.
    package static func sleeps(_ pid: Int) -> Int? {
        let text = String(
            decoding: FileSystem.pseudoFile("/proc/\(pid)/status") ?? [], as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches:") }
        return line?.split(separator: "\t").last.flatMap { Int($0) }
    }
}
