import Foundation
import Glibc
import LosslessJSON
import RingbackSystem
import TestSupport

/// A client of `ringback mcp`. What it says goes through a pipe; what it is told lies in a file,
/// line by line. Ends with this object.
final class MCPClient {
    private let user: RunnerHome
    private let server: HookProcess
    private var pipe: CInt
    private let file: String
    private var lastID = 0

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameters:
    ///   - options: of `ringback mcp`.
    ///   - begins: whether the session is begun.
    init(
        _ user: RunnerHome, _ options: [String] = [], variables: [String: String] = [:],
        begins: Bool = true
    ) throws {
        self.user = user
        let name = "mcp-\(UUID().uuidString)"
        file = user("\(name).out")
        let input = user("\(name).in")
        unsafe mkfifo(input, 0o600)
        // No other child can get it; whoever reads finds a writer.
        pipe = unsafe open(input, O_RDWR | O_CLOEXEC)
        var call = user.call(["mcp"] + options, variables)
        call.arguments = ["-c", #"exec "$@" <"$IN" >"$OUT""#, "sh", call.program] + call.arguments
        call.program = "/bin/sh"
        call.environment["IN"] = input
        call.environment["OUT"] = file
        server = try call.start()
        guard begins else { return }
        _ = try answer(
            "initialize", ["protocolVersion": "2025-11-25", "capabilities": [:], "clientInfo": [:]])
        try say(["jsonrpc": "2.0", "method": "notifications/initialized"])
    }

    deinit { if pipe >= 0 { Glibc.close(pipe) } }

    var pid: Int { Int(server.pid) }

    /// Writes bytes as they are.
    func write(_ bytes: [UInt8]) throws {
        let copy = Descriptor(owning: fcntl(pipe, F_DUPFD_CLOEXEC, 0))
        try copy.write(bytes, named: "stdin")
    }

    func say(line: String) throws { try write(Array((line + "\n").utf8)) }

    func say(_ message: JSON) throws { try say(line: message.text()) }

    /// All that was said, in order. A line that is no JSON is a failure.
    var messages: [JSON] {
        get throws {
            let bytes = FileManager.default.contents(atPath: file).map(Array.init) ?? []
            let whole = bytes.lastIndex(of: 0x0A).map { bytes[..<$0] } ?? []
            return try whole.split(separator: 0x0A).map { try JSON.parse(Array($0)) }
        }
    }

    /// Waits for a message.
    @discardableResult
    func message(
        _ what: String, seconds: Double = 20, where isIt: (JSON) -> Bool
    ) throws -> JSON {
        var found: JSON?
        var failure: (any Error)?
        _ = Polling.until(seconds: seconds) {
            do { found = try messages.first(where: isIt) } catch { failure = error }
            return found != nil || failure != nil
        }
        if let failure { throw failure }
        guard let found else {
            throw Failure(
                description: "waited in vain for \(what); \(try messages.map { $0.text() })")
        }
        return found
    }

    /// Sends a request.
    ///
    /// - Returns: its id.
    func send(_ method: String, _ parameters: JSON? = nil) throws -> JSON {
        lastID += 1
        var message: JSONObject = [
            "jsonrpc": "2.0", "id": .integer(lastID), "method": .string(method),
        ]
        message["params"] = parameters
        try say(.object(message))
        return .integer(lastID)
    }

    func answer(to id: JSON) throws -> JSON {
        try message("the answer to \(id.text())") { $0["id"] == id && $0["method"] == nil }
    }

    func answer(_ method: String, _ parameters: JSON? = nil) throws -> JSON {
        try answer(to: send(method, parameters))
    }

    /// Begins a call of a tool.
    ///
    /// - Returns: its id.
    func begin(_ tool: String, _ arguments: JSON, token: JSON? = nil) throws -> JSON {
        var parameters: JSONObject = ["name": .string(tool), "arguments": arguments]
        parameters["_meta"] = token.map { ["progressToken": $0] }
        return try send("tools/call", .object(parameters))
    }

    /// What a call gave, for programs.
    func structure(of id: JSON) throws -> JSON {
        let answer = try answer(to: id)
        guard let result = answer["result"], result["isError"] == false,
            let structure = result["structuredContent"]
        else { throw Failure(description: answer.text()) }
        return structure
    }

    /// Calls a tool that can do it.
    func call(_ tool: String, _ arguments: JSON) throws -> JSON {
        try structure(of: begin(tool, arguments))
    }

    /// Calls a tool that can't do it.
    ///
    /// - Returns: what it says.
    func refusal(_ tool: String, _ arguments: JSON) throws -> String {
        let answer = try answer(to: begin(tool, arguments))
        guard let result = answer["result"], result["isError"] == true,
            let text = result["content"]?.array?.first?["text"]?.string
        else { throw Failure(description: answer.text()) }
        return text
    }

    /// Dispatches a command.
    ///
    /// - Returns: the id of the task.
    func dispatch(_ command: String) throws -> String {
        try call("dispatch_background", ["command": .string(command)])["task_id"]?.string ?? ""
    }

    /// Closes its stdin.
    func hangUp() {
        Glibc.close(pipe)
        pipe = -1
    }

    func signal(_ signal: CInt) { server.kill(signal) }

    /// Waits for its end.
    func outcome() -> HookOutcome { server.outcome(seconds: 20) }
}

/// Files that are not a test's own.
enum FileNames {
    static func of(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder)
    }

    static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
