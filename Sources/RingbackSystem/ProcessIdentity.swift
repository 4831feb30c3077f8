internal import Glibc

/// A process that can't be mistaken for a later one with the same number.
///
/// Source of the facts: proc(5), `/proc/PID/stat` fields 3, 4, 6, 7 and 22.
package struct ProcessIdentity: Equatable, Hashable, Sendable {
    package let pid: Int
    /// When it started, in clock ticks since boot.
    package let start: UInt64
    /// Which boot of the machine that was.
    package let boot: String

    package init(pid: Int, start: UInt64, boot: String) {
        self.pid = pid
        self.start = start
        self.boot = boot
    }

    /// The process that has this number now; `nil` where there is none, or only its zombie.
    package init?(ofRunning pid: Int) {
        guard pid > 0, let entry = ProcessEntry(pid), let boot = Self.currentBoot else {
            return nil
        }
        self.init(pid: pid, start: entry.start, boot: boot)
    }

    /// Whether that very process still runs; a zombie does not.
    package var isAlive: Bool { ProcessIdentity(ofRunning: pid) == self }

    /// The machine's boot, a UUID.
    package static var currentBoot: String? {
        guard let file = try? Descriptor("/proc/sys/kernel/random/boot_id", O_RDONLY),
            let bytes = try? file.read(atMost: 36, named: "boot_id")
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What the kernel says of a running process.
package struct ProcessEntry {
    package let pid: Int
    package let parent: Int
    /// The process that leads its session.
    package let session: Int
    /// The device number of its controlling terminal; 0 where it has none.
    package let terminal: Int
    package let start: UInt64

    /// The process that started this one.
    package static var parentOfThis: Int { Int(getppid()) }

    /// `nil` where there is no such process, or only its zombie.
    package init?(_ pid: Int) {
        guard let file = try? Descriptor("/proc/\(pid)/stat", O_RDONLY),
            let bytes = try? file.read(atMost: 1024, named: "stat"),
            // The name stands in parentheses and may hold anything, spaces and parentheses too.
            let name = bytes.lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        let fields = bytes[(name + 1)...].split(separator: UInt8(ascii: " "), maxSplits: 20)
        func number(_ index: Int) -> Int? { Int(String(decoding: fields[index], as: UTF8.self)) }
        guard fields.count > 19, fields[0].first != UInt8(ascii: "Z"),
            fields[0].first != UInt8(ascii: "X"), let parent = number(1), let session = number(3),
            let terminal = number(4),
            let start = number(19).map(UInt64.init)
        else { return nil }
        self.pid = pid
        self.parent = parent
        self.session = session
        self.terminal = terminal
        self.start = start
    }
}
