internal import LosslessJSON

/// A message of a client.
enum Message: Equatable {
    case request(id: RequestID, method: String, parameters: JSONObject)
    case notification(method: String, parameters: JSONObject)
    /// It answers something; we ask nothing.
    case answer

    /// A message that can't be taken, and whose it is, as far as that can be told.
    struct Fault: Error, Equatable {
        var id: RequestID?
        var error: RPCError

        init(_ error: RPCError, of id: RequestID? = nil) {
            self.id = id
            self.error = error
        }
    }

    /// Reads a line.
    init(_ line: [UInt8]) throws(Fault) {
        let json: JSON
        do throws(JSONError) {
            json = try JSON.parse(line)
        } catch {
            throw Fault(.parse("Parse error at byte \(error.column): \(error.message)"))
        }
        if json.array != nil {
            throw Fault(.invalidRequest("Batches are no part of this revision of the protocol"))
        }
        guard let members = json.object else {
            throw Fault(.invalidRequest("A message is an object, this is \(json.kind)"))
        }
        let id = members["id"].flatMap(RequestID.init)
        guard members["jsonrpc"] == "2.0" else {
            throw Fault(.invalidRequest("'jsonrpc' must be \"2.0\""), of: id)
        }
        guard let method = members["method"] else {
            guard members["result"] != nil || members["error"] != nil else {
                throw Fault(.invalidRequest("'method' is missing"), of: id)
            }
            self = .answer
            return
        }
        guard let method = method.string else {
            throw Fault(.invalidRequest("'method' must be a text"), of: id)
        }
        let parameters = members["params"] ?? [:]
        guard members["id"] != nil else {
            self = .notification(method: method, parameters: parameters.object ?? [:])
            return
        }
        guard let id else {
            throw Fault(.invalidRequest("'id' must be a text or a whole number"))
        }
        guard let parameters = parameters.object else {
            throw Fault(.invalidParameters("'params' must be an object"), of: id)
        }
        self = .request(id: id, method: method, parameters: parameters)
    }
}

extension JSON {
    /// The answer to a request.
    static func response(to id: RequestID, _ result: JSON) -> JSON {
        ["jsonrpc": "2.0", "id": id.json, "result": result]
    }

    /// The answer to a message that got none. `nil`: nobody knows whose it is.
    static func failure(of id: RequestID?, _ error: RPCError) -> JSON {
        ["jsonrpc": "2.0", "id": id?.json ?? .null, "error": error.json]
    }

    static func notification(_ method: String, _ parameters: JSON) -> JSON {
        ["jsonrpc": "2.0", "method": .string(method), "params": parameters]
    }
}
