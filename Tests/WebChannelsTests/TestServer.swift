import Foundation
import Glibc
import Synchronization

/// What came to a ``TestServer``.
struct TestRequest: Sendable {
    var method: String
    /// With its query.
    var path: String
    var headers: [String: String]
    var body: [UInt8]
    var at: Date

    var text: String { String(decoding: body, as: UTF8.self) }
}

/// How a ``TestServer`` answers, well or badly.
enum TestAnswer: Sendable {
    case reply(Int, [String: String] = [:], String)
    /// Reads the request, and says nothing until the server ends.
    case hang
    /// Reads the request, and closes the connection.
    case drop
    /// Sends the head, and then a byte at a time.
    case slow(String, milliseconds: Int)
    /// Sends lines as they come from the closure, until it gives `nil`.
    case stream(@Sendable () -> String?)
}

/// An HTTP server on loopback that records what it gets; each connection has a thread.
final class TestServer: Sendable {
    let port: Int
    private let listener: CInt
    private let answer: @Sendable (TestRequest) -> TestAnswer
    private let recorded = Mutex<[TestRequest]>([])
    private let isOver = Mutex(false)

    init(_ answer: @escaping @Sendable (TestRequest) -> TestAnswer) throws {
        self.answer = answer
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = unsafe inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(listener, $0, length) == 0 && listen(listener, 100) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in accept() }
    }

    func stop() {
        guard
            !isOver.withLock({ over in
                defer { over = true }; return over
            })
        else { return }
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    var url: String { "http://127.0.0.1:\(port)" }

    /// What came, in its order.
    var requests: [TestRequest] { recorded.withLock { $0 } }

    private func accept() {
        while true {
            let connection = Glibc.accept(listener, nil, nil)
            guard connection >= 0 else { return }
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            Thread.detachNewThread { [self] in
                serve(connection)
                close(connection)
            }
        }
    }

    private func serve(_ connection: CInt) {
        var buffer: [UInt8] = []
        while let request = next(connection, &buffer) {
            recorded.withLock { $0.append(request) }
            switch answer(request) {
            case .reply(let status, let headers, let body):
                let lines = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
                send(
                    "HTTP/1.1 \(status) Answer\r\nContent-Length: \(body.utf8.count)\r\n\(lines)\r\n",
                    connection)
                if request.method != "HEAD" { send(body, connection) }
            case .hang:
                while !isOver.withLock({ $0 }) { usleep(10_000) }
                return
            case .drop: return
            case .slow(let body, let milliseconds):
                send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n", connection)
                for byte in body.utf8 {
                    usleep(UInt32(milliseconds * 1000))
                    guard send(String(UnicodeScalar(byte)), connection) else { return }
                }
            case .stream(let next):
                send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", connection)
                while !isOver.withLock({ $0 }), let line = next() {
                    if line.isEmpty {
                        usleep(5000)
                        var byte: UInt8 = 0
                        if unsafe recv(connection, &byte, 1, Int32(MSG_DONTWAIT)) == 0 { return }
                    } else if !send(line + "\n", connection) {
                        return
                    }
                }
                return
            }
        }
    }

    @discardableResult
    private func send(_ text: String, _ connection: CInt) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// The next request on a connection; `nil` where there is none.
    private func next(_ connection: CInt, _ buffer: inout [UInt8]) -> TestRequest? {
        func more() -> Bool {
            var chunk = [UInt8](repeating: 0, count: 65536)
            let count = unsafe recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return false }
            buffer += chunk[..<count]
            return true
        }
        let blank = Array("\r\n\r\n".utf8)
        while buffer.firstRange(of: blank) == nil { guard more() else { return nil } }
        guard let end = buffer.firstRange(of: blank) else { return nil }
        let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
            .components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ").map(String.init)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            if parts.count == 2 {
                headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
            }
        }
        buffer.removeSubrange(..<end.upperBound)
        let count = headers["content-length"].flatMap { Int($0) } ?? 0
        while buffer.count < count { guard more() else { return nil } }
        let body = Array(buffer[..<count])
        buffer.removeSubrange(..<count)
        return TestRequest(
            method: words[0], path: words[1], headers: headers, body: body, at: Date())
    }
}
