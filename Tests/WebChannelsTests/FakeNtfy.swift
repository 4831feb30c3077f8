import Foundation
import LosslessJSON
import Synchronization

/// Speaks as much of ntfy as we use, and misbehaves as it is told.
final class FakeNtfy: Sendable {
    private struct State {
        var number = 0
        /// The messages of each topic.
        var cache: [String: [String]] = [:]
        /// What comes in the place of the next answers to what is published.
        var faults: [(answer: TestAnswer, isTaken: Bool)] = []
    }

    private let state = Mutex(State())
    private let running = Mutex<TestServer?>(nil)
    private let knowsSequences: Bool

    /// - Parameter knowsSequences: as servers do since 2.16.
    init(knowsSequences: Bool = true) throws {
        self.knowsSequences = knowsSequences
        let server = try TestServer { [weak self] in self?.answer($0) ?? .drop }
        running.withLock { $0 = server }
    }

    deinit { server.stop() }

    var server: TestServer {
        guard let server = running.withLock({ $0 }) else { fatalError("not running") }
        return server
    }

    /// Lets the next publication go wrong.
    ///
    /// - Parameter isTaken: whether the server has it all the same.
    func fault(_ answer: TestAnswer, isTaken: Bool = false) {
        state.withLock { $0.faults.append((answer, isTaken)) }
    }

    /// What was published as JSON.
    var published: [JSON] {
        server.requests.filter { $0.path == "/" && $0.method == "POST" }
            .compactMap { try? JSON.parse($0.body) }
    }

    /// How many messages a topic has.
    func count(of topic: String) -> Int { state.withLock { $0.cache[topic]?.count ?? 0 } }

    /// Publishes as the button of an app does.
    func press(_ action: JSON) async throws {
        guard let text = action["url"]?.string, let url = URL(string: text) else { return }
        let topic = url.lastPathComponent
        _ = add(["message": .string(action["body"]?.string ?? "")], to: topic)
    }

    private func add(_ message: JSONObject, to topic: String) -> String {
        state.withLock { state in
            state.number += 1
            var json = message
            json["id"] = .string("m\(state.number)")
            json["time"] = .integer(Int(Date().timeIntervalSince1970))
            json["event"] = "message"
            json["topic"] = .string(topic)
            if !knowsSequences { json["sequence_id"] = nil }
            let line = JSON.object(json).text()
            state.cache[topic, default: []].append(line)
            return line
        }
    }

    private func answer(_ request: TestRequest) -> TestAnswer {
        let path = request.path.split(separator: "?").map(String.init)
        if request.method == "POST", path[0] == "/" {
            guard let json = try? JSON.parse(request.body).object,
                let topic = json["topic"]?.string
            else { return .reply(400, #"{"code":40024,"http":400,"error":"invalid"}"#) }
            let fault = state.withLock { $0.faults.isEmpty ? nil : $0.faults.removeFirst() }
            if let fault {
                if fault.isTaken { _ = add(json, to: topic) }
                return fault.answer
            }
            return .reply(200, add(json, to: topic) + "\n")
        }
        if path[0] == "/v1/health" { return .reply(200, #"{"healthy":true}"#) }
        if path[0] == "/v1/account" {
            return request.headers["authorization"] == "Bearer tk_goodgoodgood"
                ? .reply(200, #"{"username":"me"}"#)
                : .reply(401, #"{"code":40101,"http":401,"error":"unauthorized"}"#)
        }
        guard path[0].hasSuffix("/json") else { return .reply(404, "page not found") }
        let topics = path[0].dropFirst().dropLast(5).split(separator: ",").map(String.init)
        if path[1].contains("poll=1") {
            let lines = topics.flatMap { topic in state.withLock { $0.cache[topic] ?? [] } }
            return .reply(200, lines.map { $0 + "\n" }.joined())
        }
        let sent = Mutex(0)
        return .stream { [self] in
            let lines = topics.flatMap { topic in state.withLock { $0.cache[topic] ?? [] } }
            return sent.withLock { sent in
                guard sent < lines.count else { return "" }
                sent += 1
                return lines[sent - 1]
            }
        }
    }
}
