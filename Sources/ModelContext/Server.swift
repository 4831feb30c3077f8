internal import Glibc
internal import LosslessJSON
package import RingbackSystem

/// A server of the Model Context Protocol on stdin and stdout: a message a line.
///
/// One thread reads, writes and sleeps; each call of a tool is a process (``CallProcess``).
package final class Server {
    private let tools: [Tool]
    private var conversation: Conversation
    private var splitter = LineSplitter(limit: longestLine)
    private var calls: [CallProcess] = []
    /// Whether more may come from the client.
    private var isListening = true
    /// Whether nobody waits for us any more.
    private var isLeaving = false

    /// A longer line is refused, in bytes.
    package static let longestLine = 32 << 20

    package init(_ identity: Conversation.Identity, tools: [Tool]) {
        self.tools = tools
        conversation = Conversation(identity, tools: tools)
    }

    /// Serves until the client has closed stdin and has the answers to its calls, or until it is
    /// gone or sends a signal: then calls that wait are stopped, the others are finished.
    package func run() throws(SystemError) {
        let signals = try SignalSource([SIGCHLD, SIGTERM, SIGINT, SIGHUP])
        while isListening || !calls.isEmpty {
            let ready = Readiness.wait(
                for: [isListening ? STDIN_FILENO : -1, signals.descriptor.number]
                    + calls.map { $0.output.number },
                outlet: isLeaving ? -1 : STDOUT_FILENO,
                milliseconds: calls.compactMap(\.untilKill).min())
            if ready[1] { take(signals) }
            if ready[0] { listen() }
            for (call, isReady) in zip(calls, ready.dropFirst(2)) where isReady { relay(call) }
            for call in calls { call.killIfDue() }
            if ready.last == true { leave() }
        }
    }

    private func take(_ signals: borrowing SignalSource) {
        while let signal = signals.next() {
            if signal != SIGCHLD { leave() }
        }
        while Reaper.next() != nil {}
    }

    /// Stops what waits, and takes nothing more.
    private func leave() {
        isListening = false
        isLeaving = true
        for call in calls where call.isPatient { call.stop() }
    }

    private func listen() {
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = unsafe read(STDIN_FILENO, &chunk, chunk.count)
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        if count > 0 { return take(splitter.add(chunk[..<count])) }
        isListening = false
        if let line = splitter.finish() { take([line]) }
    }

    private func take(_ lines: [LineSplitter.Line]) {
        for line in lines {
            switch line {
            case .tooLong: say(Conversation.refusal(ofLinesOver: Self.longestLine))
            case .whole(let bytes): act(conversation.receive(bytes))
            }
        }
    }

    private func act(_ step: Conversation.Step) {
        switch step {
        case .nothing: return
        case .say(let message): say(message)
        case .call(let request): start(request)
        case .cancel(let id): calls.first { $0.request.id == id && !$0.isCancelled }?.cancel()
        }
    }

    private func start(_ request: Conversation.Request) {
        guard let tool = tools.first(where: { $0.name == request.tool }) else { return }
        do throws(SystemError) {
            calls.append(try CallProcess(request, of: tool))
        } catch {
            conversation.close(request.id)
            say(.failure(of: request.id, .inside("\(error)")))
        }
    }

    /// Hands on what a call has sent. Of one that was cancelled nobody wants to hear.
    private func relay(_ call: CallProcess) {
        for news in call.takeNews() {
            switch news {
            case .progress(let message), .answer(let message):
                if !call.isCancelled { write(message) }
            case .end: end(call)
            }
        }
    }

    private func end(_ call: CallProcess) {
        calls.removeAll { $0 === call }
        // The client may have given the id of a cancelled one to another.
        if !call.isCancelled { conversation.close(call.request.id) }
        if let failure = call.failure { say(.failure(of: call.request.id, failure)) }
    }

    private func say(_ message: JSON) { write(message.bytes()) }

    private func write(_ message: [UInt8]) { Process.write(message + [0x0A]) }
}
