/// An address that messages may be sent to: `https`, or `http` to this machine itself.
package struct WebAddress: Hashable, Sendable {
    /// `https://host:port`, without a slash at the end.
    package let origin: String
    /// With its slash at the front, and the query; empty where there is none.
    package let path: String
    /// Whether it is this machine: then `http` is as good.
    package let isLoopback: Bool

    package var text: String { origin + path }

    /// The host and, where it is given, the port: nothing of it is secret.
    package var host: String { String(origin.drop { $0 != ":" }.dropFirst(3)) }

    /// For people, without what may be a secret: `https://hooks.slack.com/…`.
    package var masked: String { origin + (path.utf8.count > 1 ? "/…" : path) }

    /// - Returns: `nil` for what is no such address: another scheme, a name and password in it, a
    ///   fragment, spaces or letters beyond ASCII.
    package init?(_ text: String) {
        guard text.utf8.count <= 2000, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            !text.utf8.contains(where: { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "\\") })
        else { return nil }
        let scheme = text.prefix { $0 != ":" }
        let rest = text.dropFirst(scheme.count)
        guard rest.hasPrefix("://") else { return nil }
        let authority = rest.dropFirst(3).prefix { $0 != "/" && $0 != "?" }
        guard let host = Self.host(of: authority) else { return nil }
        isLoopback = Self.isLoopback(host)
        switch scheme.lowercased() {
        case "https": break
        case "http" where isLoopback: break
        default: return nil
        }
        origin = scheme.lowercased() + "://" + authority
        let tail = rest.dropFirst(3 + authority.count)
        path = tail.hasPrefix("?") ? "/" + tail : String(tail)
    }

    /// What may stand there, in words.
    package static var allowed: String {
        "an address such as https://example.org/path; http is for this machine only"
    }

    /// The host of `host:port`; `nil` where it is none.
    private static func host(of authority: Substring) -> String? {
        var host = authority
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[...end]
            guard
                host.dropFirst().dropLast().allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." })
            else { return nil }
        } else {
            host = authority.prefix { $0 != ":" }
            guard !host.isEmpty,
                host.allSatisfy({
                    $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" || $0 == "_"
                })
            else { return nil }
        }
        let port = authority.dropFirst(host.count)
        guard port.isEmpty || (port.hasPrefix(":") && UInt16(port.dropFirst()) != nil) else {
            return nil
        }
        return host.lowercased()
    }

    /// Addresses are compared as they are written: a name may be anybody's.
    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
