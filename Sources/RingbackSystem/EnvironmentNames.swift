internal import Glibc

/// Names of variables, and beginnings of names, compared without a copy of any: an environment has
/// a hundred of them, and hooks look through it, too.
package struct EnvironmentNames: Sendable {
    private let names: [StaticString]
    private let prefixes: [StaticString]

    package init(_ names: [StaticString], prefixes: [StaticString]) {
        self.names = names
        self.prefixes = prefixes
    }

    /// Whether an entry of an environment, `NAME=value`, has one of the names.
    func matches(_ entry: UnsafePointer<CChar>) -> Bool {
        names.contains { name in
            unsafe Self.begins(entry, name) && entry[name.utf8CodeUnitCount] == 0x3D
        } || prefixes.contains { unsafe Self.begins(entry, $0) }
    }

    private static func begins(_ entry: UnsafePointer<CChar>, _ text: StaticString) -> Bool {
        text.withUTF8Buffer { text in
            guard let start = text.baseAddress else { return false }
            return unsafe strncmp(
                entry, UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), text.count) == 0
        }
    }

    /// The name of an entry.
    static func name(of entry: UnsafePointer<CChar>) -> String {
        String(unsafe String(cString: entry).prefix { $0 != "=" })
    }
}
