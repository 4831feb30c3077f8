package import LosslessJSON

/// What is said in a session, without anybody who reads or writes it: a line in, what to do out.
package struct Conversation {
    /// Who the server is.
    package struct Identity: Sendable {
        package var name: String
        /// For people.
        package var title: String
        package var version: String
        /// How a model is to use the tools.
        package var instructions: String

        package init(name: String, title: String, version: String, instructions: String) {
            self.name = name
            self.title = title
            self.version = version
            self.instructions = instructions
        }
    }

    /// A call that is to be made.
    package struct Request: Equatable, Sendable {
        package var id: RequestID
        package var tool: String
        package var arguments: JSONObject
        package var progressToken: JSON?
    }

    /// What is to be done now.
    package enum Step: Equatable, Sendable {
        case nothing
        case say(JSON)
        /// It is open until ``close(_:)``.
        case call(Request)
        /// Nobody waits for its answer any more.
        case cancel(RequestID)
    }

    private let identity: Identity
    private let tools: [Tool]
    private var open: [RequestID] = []

    /// More are not open at once: each takes a process.
    package static let mostCalls = 64

    package init(_ identity: Identity, tools: [Tool]) {
        self.identity = identity
        self.tools = tools
    }

    /// A call has its answer, or needs none any more.
    package mutating func close(_ id: RequestID) { open.removeAll { $0 == id } }

    /// What is said of a line that was too long to be kept.
    package static func refusal(ofLinesOver limit: Int) -> JSON {
        .failure(of: nil, .invalidRequest("A message may have \(limit >> 20) MiB at most"))
    }

    /// Takes a line.
    package mutating func receive(_ line: [UInt8]) -> Step {
        let message: Message
        do throws(Message.Fault) {
            message = try Message(line)
        } catch {
            return .say(.failure(of: error.id, error.error))
        }
        switch message {
        case .answer: return .nothing
        case .notification("notifications/cancelled", let parameters):
            // One that has been answered meanwhile, or never was, is nobody's mistake.
            guard let id = parameters["requestId"].flatMap(RequestID.init), open.contains(id) else {
                return .nothing
            }
            close(id)
            return .cancel(id)
        case .notification: return .nothing
        case .request(let id, let method, let parameters):
            do throws(RPCError) {
                return try answer(id, method, parameters)
            } catch {
                return .say(.failure(of: id, error))
            }
        }
    }

    private mutating func answer(
        _ id: RequestID, _ method: String, _ parameters: JSONObject
    ) throws(RPCError) -> Step {
        switch method {
        case "initialize": return .say(.response(to: id, try greeting(parameters)))
        case "ping": return .say(.response(to: id, [:]))
        case "tools/list":
            // All tools are on the first page, so nobody can have been given a cursor.
            guard parameters["cursor"] == nil else { throw .invalidParameters("Invalid cursor") }
            return .say(.response(to: id, ["tools": .array(tools.map(\.json))]))
        case "tools/call": return try call(id, parameters)
        default: throw .unknownMethod(method)
        }
    }

    private func greeting(_ parameters: JSONObject) throws(RPCError) -> JSON {
        guard let wanted = parameters["protocolVersion"]?.string else {
            throw .invalidParameters("'protocolVersion' must be a text")
        }
        return [
            "protocolVersion": .string(ProtocolRevision.agreed(with: wanted).rawValue),
            "capabilities": ["tools": [:]],
            "serverInfo": [
                "name": .string(identity.name), "title": .string(identity.title),
                "version": .string(identity.version),
            ],
            "instructions": .string(identity.instructions),
        ]
    }

    private mutating func call(_ id: RequestID, _ parameters: JSONObject) throws(RPCError) -> Step {
        guard let name = parameters["name"]?.string else {
            throw .invalidParameters("'name' must be a text: the tool's name")
        }
        guard let tool = tools.first(where: { $0.name == name }) else {
            throw .invalidParameters("Unknown tool: \(name)")
        }
        let arguments = parameters["arguments"] ?? [:]
        guard let object = arguments.object else {
            throw .invalidParameters("'arguments' must be an object")
        }
        guard !open.contains(id) else {
            throw .invalidRequest("The id \(id.json.text()) is that of a call that is open")
        }
        guard open.count < Self.mostCalls else {
            throw .inside("There are \(Self.mostCalls) open calls already; wait for one to end")
        }
        // Told as a result, so that the model reads it: specification, "Tools", error handling.
        if let problem = SchemaCheck.problem(arguments, tool.input) {
            return .say(.response(to: id, ToolResult.failure(problem).json))
        }
        open.append(id)
        let token = parameters["_meta"]?["progressToken"]
        return .call(
            Request(
                id: id, tool: name, arguments: object,
                progressToken: token.flatMap { RequestID($0) }?.json))
    }
}
