internal import Glibc
internal import RingbackSystem

/// A connection to a bus that goes no further than the greeting.
struct BusSocket: ~Copyable {
    private let descriptor: Descriptor

    /// Connects to the path of a socket, or to a zero byte and an abstract name; `nil` where nobody
    /// listens, or lets us in before the deadline.
    init?(_ endpoint: [UInt8], until deadline: Deadline) {
        let types: [__socket_type] = [SOCK_STREAM, SOCK_CLOEXEC, SOCK_NONBLOCK]
        let number = socket(AF_UNIX, CInt(types.reduce(0) { $0 | $1.rawValue }), 0)
        guard number >= 0 else { return nil }
        let connection = Descriptor(owning: number)
        while !Self.connect(number, endpoint) {
            // Unix sockets connect at once, but for a listener whose queue is full.
            guard errno == EAGAIN || errno == EINTR, !deadline.hasPassed else { return nil }
            poll(nil, 0, min(10, deadline.milliseconds))
        }
        descriptor = connection
    }

    /// Returns whether it succeeded; if not, errno says why.
    private static func connect(_ socket: CInt, _ endpoint: [UInt8]) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // A path ends with a zero byte, an abstract name by the length of the address.
        let name = endpoint.first == 0 ? endpoint : endpoint + [0]
        let fits = unsafe withUnsafeMutableBytes(of: &address.sun_path) { place in
            guard name.count <= place.count else { return false }
            unsafe place.copyBytes(from: name)
            return true
        }
        guard fits else {
            errno = ENAMETOOLONG
            return false
        }
        let prefix = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(socket, $0, socklen_t(prefix + name.count)) == 0
            }
        }
    }

    /// What the bus calls itself when we say who we are; `nil` where it says nothing before the
    /// deadline, or does not want us.
    ///
    /// Source: D-Bus Specification, "Authentication Protocol", mechanism EXTERNAL.
    func identity(until deadline: Deadline) -> String? {
        let user = String(getuid()).utf8.map { String($0, radix: 16) }.joined()
        let greeting = Array("\0AUTH EXTERNAL \(user)\r\n".utf8)
        let sent = unsafe send(descriptor.number, greeting, greeting.count, CInt(MSG_NOSIGNAL))
        guard sent == greeting.count else { return nil }
        var answer: [UInt8] = []
        while !answer.contains(UInt8(ascii: "\n")) {
            var wanted = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
            let ready = unsafe poll(&wanted, 1, deadline.milliseconds)
            if ready < 0, errno == EINTR { continue }
            var chunk = [UInt8](repeating: 0, count: 256)
            guard ready > 0, answer.count < 1024,
                case let count = unsafe recv(descriptor.number, &chunk, chunk.count, 0), count > 0
            else { return nil }
            answer += chunk.prefix(count)
        }
        let words = String(decoding: answer, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        return words.count >= 2 && words[0] == "OK" ? String(words[1]) : nil
    }
}
