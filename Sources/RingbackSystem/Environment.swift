internal import Glibc

/// The environment, looked up name by name.
///
/// It carries secrets of the agent that called us: it is never copied, logged or written down as a
/// whole.
package struct Environment: Sendable {
    private let lookUp: @Sendable (String) -> String?

    package init(_ lookUp: @escaping @Sendable (String) -> String?) { self.lookUp = lookUp }

    package init(_ values: [String: String]) { self.init { values[$0] } }

    /// The environment of this process.
    package static let process = Environment { name in
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    /// The value of a name; one that is empty counts as missing.
    package subscript(_ name: String) -> String? {
        guard let value = lookUp(name), !value.isEmpty else { return nil }
        return value
    }

    /// The file of a program that is called so from a folder: a path, or a name on PATH.
    package func executable(_ name: String, from folder: String) -> String? {
        func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : folder + "/" + path }
        if name.contains("/") {
            return FileSystem.isExecutable(absolute(name)) ? absolute(name) : nil
        }
        let path = self["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        return path.split(separator: ":", omittingEmptySubsequences: false).lazy
            .map { absolute($0.isEmpty ? name : "\($0)/\(name)") }
            .first(where: FileSystem.isExecutable)
    }

    /// The first of these programs on PATH that can be executed.
    package func executable(_ name: String) -> String? {
        let path = self["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        return path.split(separator: ":").lazy.map { "\($0)/\(name)" }
            .first { $0.hasPrefix("/") && FileSystem.isExecutable($0) }
    }
}
