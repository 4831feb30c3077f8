internal import AlertDelivery
internal import CommandLineKit
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem

extension Ringback {
    static let notifyTest = Command<CommandContext>(
        "test", summary: "Send a test through every configured channel and say what happened",
        discussion: "Exits with 0 if at least one channel has shown it.", options: [jsonOption]
    ) { invocation, context in
        let results = try ChannelTest(context).run()
        let wasShown = results.contains { $0["shown"] == true }
        if invocation.has("--json") || !context.output.isTerminal && invocation.has("--json") {
            context.output.json(.array(results))
        } else {
            for result in results {
                context.output.write(ChannelTest.text(of: result, context.output))
            }
            if !wasShown { context.output.line("No channel has shown it.") }
        }
        return wasShown ? 0 : 1
    }
}

/// A test of all channels, done by the courier: it alone has the desktop's library.
struct ChannelTest {
    private let context: CommandContext
    /// All channels together, in milliseconds.
    private static let patience = 20_000

    init(_ context: CommandContext) { self.context = context }

    /// What happened in each channel: an object with `channel`, `shown`, `ms`, and `detail`, `id`
    /// or `reason`, `remedy`.
    func run() throws -> [JSON] {
        let now = context.now()
        var alert = Alert(
            .test, title: "Ringback works",
            body: "This is how it rings you back when an agent is done.", key: "test/\(now.text())",
            source: "notify test", group: "test", created: now,
            origin: OriginProbe(environment: context.environment).origin)
        alert.folder = context.folder
        var problem = "there is no courier"
        for program in context.courierPrograms {
            do throws(SystemError) {
                let outcome = try Subprocess.run(
                    program.path, program.arguments + ["--test", alert.json.text()],
                    milliseconds: Self.patience)
                if let results = (try? JSON.parse(outcome.output))?.array { return results }
                let said = PlainText.line(
                    String(decoding: outcome.output, as: UTF8.self), limit: 300)
                problem = "\(program.path) does not run: \(said)"
            } catch {
                problem = "\(error)"
            }
        }
        throw Failure("the channels can't be tested: \(problem)")
    }

    /// A result as people read it.
    static func text(of result: JSON, _ output: Output) -> String {
        let channel = (result["channel"]?.string ?? "").padded(to: 12)
        if result["shown"] == true {
            let id = result["id"]?.int.flatMap { $0 > 0 ? ", id \($0)" : nil } ?? ""
            let time = result["ms"]?.double.map { ", \($0) ms" } ?? ""
            var text =
                output.styled("✓ ", .green) + channel
                + "shown by \(result["detail"]?.string ?? "")\(id)\(time)\n"
            for fact in result["facts"]?.object?.members ?? [] {
                text +=
                    "  " + "".padded(to: 12) + output.styled(fact.key + ": ", .dim)
                    + (fact.value.string ?? "") + "\n"
            }
            return text
        }
        let remedy = result["remedy"]?.string ?? ""
        return output.styled("✗ ", .red) + channel + (result["reason"]?.string ?? "")
            + (remedy.isEmpty ? "" : " → " + remedy) + "\n"
    }
}
