internal import CSystem
internal import Glibc
internal import LosslessJSON
internal import RingbackSystem

/// A call at work, in a process of its own: so none waits for another, it can be stopped at any
/// moment, and whatever happens to it happens to it alone.
final class CallProcess {
    let request: Conversation.Request
    let isPatient: Bool
    /// What comes from it; never waits.
    let output: Descriptor
    private let pid: pid_t
    private var splitter = LineSplitter()
    /// When it is killed; `nil`: nobody has asked it to stop.
    private(set) var end: Deadline?
    private var isKilled = false
    /// Whether the client wants no answer any more.
    private(set) var isCancelled = false
    private var hasAnswered = false

    /// What a call sends: a kind, then the message.
    private enum Kind {
        static let progress = UInt8(ascii: "p")
        static let answer = UInt8(ascii: "a")
    }

    /// One that is asked to stop has so long for it, in milliseconds.
    private static let grace = 3000

    /// Starts a call. This process must have one thread.
    init(_ request: Conversation.Request, of tool: Tool) throws(SystemError) {
        self.request = request
        isPatient = tool.isPatient
        var ends: [CInt] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw SystemError("call", tool.name) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        output = Descriptor(owning: ends[0])
        // Whoever kills us means the calls as well.
        pid = cs_fork(SIGTERM)
        if pid == 0 { Self.work(request, tool, outlet: ends[1]) }
        let code = errno
        close(ends[1])
        guard pid > 0 else { throw SystemError("call", tool.name, code: code) }
    }

    /// All that the process does.
    private static func work(
        _ request: Conversation.Request, _ tool: Tool, outlet: CInt
    ) -> Never {
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigprocmask(SIG_SETMASK, &none, nil)
        // The client's messages are none of its business, and whatever it prints is none.
        let null = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
        for number in [STDIN_FILENO, STDOUT_FILENO] { dup2(null, number) }
        let outlet = Descriptor(owning: outlet)
        let send: (UInt8, JSON) -> Void = { kind, message in
            try? outlet.write([kind] + message.bytes() + [0x0A], named: "call")
        }
        let call = ToolCall(
            arguments: request.arguments, progressToken: request.progressToken,
            send: { send(Kind.progress, $0) })
        let result: ToolResult
        do {
            result = try tool.run(call)
        } catch {
            result = .failure("\(error)")
        }
        send(Kind.answer, .response(to: request.id, result.json))
        _exit(0)
    }

    /// What came from it.
    enum News: Equatable {
        case progress([UInt8])
        case answer([UInt8])
        /// Nothing more will come.
        case end
    }

    /// Takes what has come, without waiting.
    func takeNews() -> [News] {
        var news: [News] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            switch output.take(into: &chunk) {
            case .nothingYet: return news
            case .end: return news + [.end]
            case .bytes(let count):
                for case .whole(let line) in splitter.add(chunk[..<count]) {
                    let message = Array(line.dropFirst())
                    hasAnswered = hasAnswered || line.first == Kind.answer
                    news.append(
                        line.first == Kind.answer ? .answer(message) : .progress(message))
                }
            }
        }
    }

    /// Why there will be no answer to it; `nil` where there was one, or none is wanted.
    var failure: RPCError? {
        guard !hasAnswered, !isCancelled else { return nil }
        return .inside(
            end == nil
                ? "The call ended without a result"
                : "The server was stopped while this call waited")
    }

    /// Asks it to stop, for nobody wants its answer any more.
    func cancel() {
        isCancelled = true
        stop(SIGINT)
    }

    /// Asks it to stop, for the server has to.
    func stop() { stop(SIGTERM) }

    private func stop(_ signal: CInt) {
        guard end == nil else { return }
        end = Deadline(milliseconds: Self.grace)
        kill(pid, signal)
    }

    /// Kills it where it was asked to stop, and has not.
    func killIfDue() {
        guard let end, end.hasPassed, !isKilled else { return }
        isKilled = true
        kill(pid, SIGKILL)
    }

    /// The milliseconds until ``killIfDue()`` has something to do; `nil`: it has not.
    var untilKill: Int? { isKilled ? nil : end.map { Int($0.milliseconds) } }
}
