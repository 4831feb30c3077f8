package import LosslessJSON

/// An answer of JSON-RPC that says why a message got no result.
package struct RPCError: Error, Equatable, Sendable {
    package var code: Int
    package var message: String

    package init(code: Int, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The text is no JSON.
    package static func parse(_ message: String) -> RPCError { RPCError(code: -32700, message) }

    /// It is JSON, but no message.
    package static func invalidRequest(_ message: String) -> RPCError {
        RPCError(code: -32600, message)
    }

    package static func unknownMethod(_ method: String) -> RPCError {
        RPCError(code: -32601, "Method not found: \(method)")
    }

    /// The parameters of a method, and not those of a tool: a tool's own are for the model to mend.
    package static func invalidParameters(_ message: String) -> RPCError {
        RPCError(code: -32602, message)
    }

    package static func inside(_ message: String) -> RPCError { RPCError(code: -32603, message) }

    package var json: JSON { ["code": .integer(code), "message": .string(message)] }
}
