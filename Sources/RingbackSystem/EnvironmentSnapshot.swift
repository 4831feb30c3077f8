internal import Glibc

/// All variables of a process, kept for a program that starts later. It holds secrets: it is only
/// ever written to files for the user alone, and never shown.
package struct EnvironmentSnapshot: Sendable {
    /// `NAME=value` each.
    package private(set) var entries: [String]

    package init(entries: [String]) { self.entries = entries }

    /// The variables of this process, but for some.
    package static func current(without isLeftOut: (Substring) -> Bool) -> EnvironmentSnapshot {
        var entries: [String] = []
        var next = unsafe environ
        while let text = unsafe next.pointee {
            let entry = unsafe String(cString: text)
            if !isLeftOut(entry.prefix { $0 != "=" }) { entries.append(entry) }
            unsafe next += 1
        }
        return EnvironmentSnapshot(entries: entries)
    }

    /// As `/proc/PID/environ` has it: each ends with a zero byte.
    package init(bytes: [UInt8]) {
        entries = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    package var bytes: [UInt8] { entries.flatMap { Array($0.utf8) + [0] } }

    /// The value of a name.
    package subscript(_ name: String) -> String? {
        let start = name + "="
        return entries.first { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) }
    }

    /// Sets a variable.
    package mutating func set(_ name: String, to value: String) {
        let start = name + "="
        entries.removeAll { $0.hasPrefix(start) }
        entries.append(start + value)
    }

    /// As an environment to look things up in.
    package var environment: Environment { Environment { self[$0] } }
}
