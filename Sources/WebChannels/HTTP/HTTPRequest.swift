/// A request to a server, as a value.
struct HTTPRequest: Equatable, Sendable {
    var method = "POST"
    /// It may hold a secret: it is never logged.
    var url: String
    /// Further headers, `Name: value`.
    var headers: [String] = []
    var body: [UInt8]?
    /// How long all of it may take, in milliseconds; `nil`: as long as others.
    var milliseconds: Int?
    /// Whether the answer is a stream of lines, each of which is told when it comes.
    var isStream = false
    /// Whether the server is this machine: then no proxy is asked.
    var isLoopback = false
}

/// What a server has answered.
struct HTTPResponse: Equatable, Sendable {
    var status: Int
    var body: [UInt8]
    /// How long it wants to be left alone, in seconds; `nil`: it does not say.
    var retryAfter: Int?

    var isSuccess: Bool { (200..<300).contains(status) }
}

/// Why there is no answer.
struct HTTPFailure: Error, Equatable, Sendable {
    /// In words that follow the server's name: `can't be reached: …`.
    var reason: String
    /// What can be done about it; empty: nothing but to wait.
    var remedy = ""
    /// Whether all of the request has left this machine: then nobody knows if it was taken.
    var mayHaveArrived: Bool

    /// Nothing can be sent at all.
    static let noLibrary = HTTPFailure(
        reason: "can't be reached: libcurl is missing", remedy: "install it: apt install libcurl4",
        mayHaveArrived: false)
}
