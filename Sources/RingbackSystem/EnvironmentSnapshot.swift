internal import Glibc

/// All variables of a process, kept for a program that starts later. It holds secrets: it is only
/// ever written to files for the user alone, and never shown.
package struct EnvironmentSnapshot: Sendable {
    /// As `/proc/PID/environ` has it: `NAME=value`, each with a zero byte behind it.
    package private(set) var bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// The variables of this process, but for some.
    package static func current(without names: EnvironmentNames) -> EnvironmentSnapshot {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8192)
        var next = unsafe environ
        while let entry = unsafe next.pointee {
            unsafe next += 1
            if unsafe names.matches(entry) { continue }
            unsafe bytes.append(
                contentsOf: UnsafeRawBufferPointer(start: entry, count: strlen(entry) + 1))
        }
        return EnvironmentSnapshot(bytes: bytes)
    }

    /// `NAME=value` each.
    package var entries: [String] {
        bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The value of a name.
    package subscript(_ name: String) -> String? {
        place(of: name).map { place in
            String(decoding: bytes[place].dropFirst(name.utf8.count + 1).dropLast(), as: UTF8.self)
        }
    }

    /// Sets a variable.
    package mutating func set(_ name: String, to value: String) {
        while let place = place(of: name) { bytes.removeSubrange(place) }
        bytes += Array("\(name)=\(value)".utf8) + [0]
    }

    /// Where a variable stands, its zero byte included.
    private func place(of name: String) -> Range<Int>? {
        let start = Array((name + "=").utf8)
        var from = 0
        while from < bytes.count {
            let end = (bytes[from...].firstIndex(of: 0) ?? bytes.count - 1) + 1
            if bytes[from..<end].starts(with: start) { return from..<end }
            from = end
        }
        return nil
    }

    /// As an environment to look things up in.
    package var environment: Environment { Environment { self[$0] } }
}
