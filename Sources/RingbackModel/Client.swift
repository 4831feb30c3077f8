package import LosslessJSON

/// The agent's process, as the records keep it: never a bare number, which another process may
/// have tomorrow.
package struct Client: Equatable, Hashable, Sendable {
    package var pid: Int
    /// When it started, in clock ticks since boot.
    package var start: UInt64
    /// Which boot of the machine that was.
    package var boot: String

    package init(pid: Int, start: UInt64, boot: String) {
        self.pid = pid
        self.start = start
        self.boot = boot
    }

    package init?(_ json: JSON?) {
        guard let json, let pid = json["pid"]?.int, let start = json["start"]?.int,
            let boot = json["boot"]?.string
        else { return nil }
        self.init(pid: pid, start: UInt64(clamping: start), boot: boot)
    }

    package var json: JSON {
        ["pid": .integer(pid), "start": .integer(start), "boot": .string(boot)]
    }
}
