internal import Glibc
package import RingbackSystem

/// Where the session bus is, and whether it answers, found out without a library.
///
/// tmux and ssh keep the address of a bus that is long gone: an address counts only when somebody
/// answers there. Never starts a bus of its own (X11 autolaunch).
package enum SessionBus {
    /// The folder in which the user's session manager puts its bus: `/run/user/1000`.
    package static var runtimeFolder: String { "/run/user/\(getuid())" }

    /// The addresses at which the bus may be, the likeliest first, each once: the one that the
    /// agent has (its origin), DBUS_SESSION_BUS_ADDRESS, and the sockets named `bus` of ours in
    /// XDG_RUNTIME_DIR and in the runtime folder.
    package static func addresses(
        origin: String? = nil, environment: Environment,
        runtimeFolder: String = SessionBus.runtimeFolder
    ) -> [String] {
        let named = [origin, environment["DBUS_SESSION_BUS_ADDRESS"]].compactMap { $0 }
        let sockets = [environment["XDG_RUNTIME_DIR"], runtimeFolder].compactMap { $0 }
            .map { $0 + "/bus" }.filter(isOurSocket).map(address(ofSocket:))
        var seen: Set<String> = []
        return (named + sockets).filter { seen.insert($0).inserted }
    }

    /// Whether a bus answers at an address, before that many milliseconds are over.
    package static func isAlive(_ address: String, milliseconds: Int = 200) -> Bool {
        identity(of: address, milliseconds: milliseconds) != nil
    }

    /// The bus's own name (GUID), the same by whatever address it is reached; `nil` where no bus
    /// answers, and would let us in, before that many milliseconds are over.
    package static func identity(of address: String, milliseconds: Int = 200) -> String? {
        let deadline = Deadline(milliseconds: milliseconds)
        for endpoint in endpoints(in: address) {
            guard let socket = BusSocket(endpoint, until: deadline) else { continue }
            if let identity = socket.identity(until: deadline) { return identity }
        }
        return nil
    }

    /// Where an address leads: the paths of sockets; one in the abstract name space begins with a
    /// zero byte, as in sockaddr_un. Transports other than `unix:` are left out.
    ///
    /// Source: D-Bus Specification, "Server Addresses".
    static func endpoints(in address: String) -> [[UInt8]] {
        address.split(separator: ";").compactMap { entry in
            guard entry.hasPrefix("unix:") else { return nil }
            for pair in entry.dropFirst(5).split(separator: ",") {
                guard let sign = pair.firstIndex(of: "="),
                    let value = unescape(pair[pair.index(after: sign)...])
                else { return nil }
                switch pair[..<sign] {
                case "path": return value
                case "abstract": return [0] + value
                default: continue
                }
            }
            return nil
        }
    }

    /// The address of a socket, with what needs it percent-encoded.
    package static func address(ofSocket path: String) -> String {
        path.utf8.reduce(into: "unix:path=") { text, byte in
            if isPlain(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += (byte < 16 ? "%0" : "%") + String(byte, radix: 16)
            }
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", "/", ".", "\\", "*": true
        default: false
        }
    }

    /// `nil` where a percent sign is followed by anything but two hexadecimal digits.
    private static func unescape(_ value: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = value.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let decoded = UInt8(Substring(rest.prefix(2)), radix: 16) else {
                return nil
            }
            bytes.append(decoded)
            rest = rest.dropFirst(2)
        }
        return bytes.isEmpty ? nil : bytes
    }

    private static func isOurSocket(_ path: String) -> Bool {
        guard let status = FileSystem.status(path) else { return false }
        return status.isSocket && status.st_uid == getuid()
    }
}
