internal import Glibc
internal import LosslessJSON
internal import ModelContext
internal import RingbackModel
internal import RingbackSystem

/// A question that is asked by `ringback ask`, a process that can be stopped: then it takes its
/// question back.
struct MCPQuestion {
    var text: String
    var options: [String]
    /// `nil`: it waits for any time.
    var seconds: Double?

    /// The words of the command.
    var words: [String] {
        ["ask", "--json"] + options.flatMap { ["--option", $0] }
            + (seconds.map { ["--timeout", "\($0)"] } ?? []) + ["--", text]
    }

    /// Asks, and waits for the answer.
    ///
    /// - Parameter tick: is called now and then meanwhile.
    /// - Returns: what the command has answered.
    /// - Throws: ``Failure`` with why there is no answer.
    func ask(_ context: CommandContext, tick: () -> Void) throws -> JSONObject {
        // SIGINT gives the question up, SIGTERM leaves it open.
        let signals = try SignalSource([SIGTERM, SIGINT])
        let child = try ChildProcess(
            context.executable, [context.executable] + words,
            environment: EnvironmentSnapshot.current(without: EnvironmentNames([], prefixes: []))
                .entries,
            folder: context.folder)
        try child.open()
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var isOpen = (output: true, error: true)
        while isOpen.output || isOpen.error {
            let ready = Readiness.wait(
                for: [
                    signals.descriptor.number, isOpen.output ? child.output.number : -1,
                    isOpen.error ? child.error.number : -1,
                ], milliseconds: ToolCall.interval)
            if ready[0], let signal = signals.next() { kill(pid_t(child.pid), signal) }
            if ready[1] { isOpen.output = Self.take(child.output, into: &output) }
            if ready[2] { isOpen.error = Self.take(child.error, into: &errors) }
            if !ready.contains(true) { tick() }
        }
        let line = output.split(separator: 0x0A).last.map(Array.init) ?? []
        let answer = (try? JSON.parse(line))?.object ?? [:]
        if answer["answer"]?.string != nil { return answer }
        let said = answer["error"]?.string ?? String(decoding: errors, as: UTF8.self)
        throw Failure(said.isEmpty ? "there is no answer" : PlainText.line(said, limit: 2000))
    }

    /// Takes what is there.
    ///
    /// - Returns: whether more may come.
    private static func take(
        _ descriptor: borrowing Descriptor, into bytes: inout [UInt8]
    ) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            switch descriptor.take(into: &chunk) {
            case .bytes(let count): bytes += chunk[..<count]
            case .nothingYet: return true
            case .end: return false
            }
        }
    }
}
