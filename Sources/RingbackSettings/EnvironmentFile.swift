package import RingbackSystem

/// A file of variables, such as a project's `.env`: `NAME=value` lines, with `#` comments, quotes
/// and an `export` before the name where people write them. Nothing in it is expanded.
package struct EnvironmentFile: Sendable {
    private let lines: [Substring]

    /// - Returns: `nil` where there is no such file.
    package init?(_ path: String) throws(SystemError) {
        guard let bytes = try FileSystem.read(path, limit: 1 << 20) else { return nil }
        self.init(text: String(decoding: bytes, as: UTF8.self))
    }

    package init(text: String) { lines = text.split(whereSeparator: \.isNewline) }

    /// The value of a name; where it stands twice, the last one counts. Empty counts as missing.
    package subscript(_ name: String) -> String? {
        let value = lines.lazy.compactMap { Self.value(of: name, in: $0) }.last
        return value?.isEmpty == false ? value : nil
    }

    private static func value(of name: String, in line: Substring) -> String? {
        var rest = line.drop(while: \.isWhitespace)
        if rest.hasPrefix("export ") { rest = rest.dropFirst(7).drop(while: \.isWhitespace) }
        guard rest.hasPrefix(name) else { return nil }
        rest = rest.dropFirst(name.count).drop(while: \.isWhitespace)
        guard rest.popFirst() == "=" else { return nil }
        rest = rest.drop(while: \.isWhitespace)
        if let quote = rest.first, quote == "\"" || quote == "'" {
            return String(rest.dropFirst().prefix { $0 != quote })
        }
        var value = ""
        for character in rest {
            if character == "#", value.last?.isWhitespace != false { break }
            value.append(character)
        }
        while value.last?.isWhitespace == true { value.removeLast() }
        return value
    }
}
