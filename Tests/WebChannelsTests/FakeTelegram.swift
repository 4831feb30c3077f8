import Foundation
import LosslessJSON
import Synchronization

/// Speaks as much of Telegram's Bot API as we use, and misbehaves as it is told.
final class FakeTelegram: Sendable {
    static let token = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
    static let chat = 4242

    private struct State {
        var messages = 100
        var updates: [(number: Int, json: String)] = []
        var nextUpdate = 7000
        /// What comes in the place of the next answers, by method.
        var faults: [String: [TestAnswer]] = [:]
        var offsets: [Int] = []
    }

    private let state = Mutex(State())
    private let running = Mutex<TestServer?>(nil)

    init() throws {
        let server = try TestServer { [weak self] in self?.answer($0) ?? .drop }
        running.withLock { $0 = server }
    }

    deinit { server.stop() }

    var server: TestServer {
        guard let server = running.withLock({ $0 }) else { fatalError("not running") }
        return server
    }

    /// Lets the next call of a method go wrong.
    func fault(_ method: String, _ answers: TestAnswer...) {
        state.withLock { $0.faults[method, default: []] += answers }
    }

    /// The bodies of the calls of a method that were made.
    func calls(_ method: String) -> [JSON] {
        requests(method).compactMap { try? JSON.parse($0.body) }
    }

    func requests(_ method: String) -> [TestRequest] {
        server.requests.filter { Self.method(of: $0) == method }
    }

    /// Lets somebody press a button.
    func press(_ data: String, message: Int, chat: Int = FakeTelegram.chat) {
        update {
            #"{"update_id":\#($0),"callback_query":{"id":"q\#($0)","from":{"id":5},"#
                + #""message":{"message_id":\#(message),"chat":{"id":\#(chat)}},"data":"\#(data)"}}"#
        }
    }

    /// Lets somebody write something.
    func write(
        _ text: String, replyingTo message: Int? = nil, chat: Int = FakeTelegram.chat,
        at date: Int? = nil
    ) {
        let reply = message.map { #","reply_to_message":{"message_id":\#($0)}"# } ?? ""
        let date = date ?? Int(Date().timeIntervalSince1970)
        update {
            #"{"update_id":\#($0),"message":{"message_id":\#($0),"from":{"id":5},"date":\#(date),"#
                + #""chat":{"id":\#(chat)},"text":"\#(text)"\#(reply)}}"#
        }
    }

    private func update(_ json: (Int) -> String) {
        state.withLock { state in
            state.updates.append((state.nextUpdate, json(state.nextUpdate)))
            state.nextUpdate += 1
        }
    }

    /// The offsets that were asked from; -1 where none was given.
    var offsets: [Int] { state.withLock { $0.offsets } }

    private static func method(of request: TestRequest) -> String {
        let path = request.path.split(separator: "?")[0]
        return path.split(separator: "/").last.map(String.init) ?? ""
    }

    private func answer(_ request: TestRequest) -> TestAnswer {
        let method = Self.method(of: request)
        let fault = state.withLock { state -> TestAnswer? in
            guard state.faults[method]?.isEmpty == false else { return nil }
            return state.faults[method]?.removeFirst()
        }
        if let fault { return fault }
        guard request.path.hasPrefix("/bot\(Self.token)/") else {
            return .reply(401, #"{"ok":false,"error_code":401,"description":"Unauthorized"}"#)
        }
        switch method {
        case "sendMessage", "editMessageText":
            let number = state.withLock { state -> Int in
                state.messages += 1
                return state.messages
            }
            let date = Int(Date().timeIntervalSince1970)
            return .reply(200, #"{"ok":true,"result":{"message_id":\#(number),"date":\#(date)}}"#)
        case "getUpdates": return updates(request)
        default: return .reply(200, #"{"ok":true,"result":true}"#)
        }
    }

    private func updates(_ request: TestRequest) -> TestAnswer {
        let offset =
            URLComponents(string: request.path)?.queryItems?.first { $0.name == "offset" }?.value
            .flatMap { Int($0) }
        state.withLock { state in
            state.offsets.append(offset ?? -1)
            if let offset { state.updates.removeAll { $0.number < offset } }
        }
        let deadline = Date(timeIntervalSinceNow: 1)
        while Date() < deadline {
            let updates = state.withLock { $0.updates.map(\.json) }
            if !updates.isEmpty {
                return .reply(200, #"{"ok":true,"result":[\#(updates.joined(separator: ","))]}"#)
            }
            usleep(5000)
        }
        return .reply(200, #"{"ok":true,"result":[]}"#)
    }
}

extension TestAnswer {
    static func reply(_ status: Int, _ body: String) -> TestAnswer { .reply(status, [:], body) }
}
