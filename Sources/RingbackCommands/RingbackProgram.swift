internal import CommandLineKit
internal import Glibc
internal import RingbackModel
internal import RingbackSystem

/// The program `ringback`: finds the command, builds its context, prints its errors.
package enum RingbackProgram {
    /// The code of a word that can't be meant: EX_USAGE of sysexits.h.
    private static let usageCode: Int32 = 64

    /// Runs the command that the arguments name, and exits with its code.
    package static func main() -> Never {
        Process.openStandardDescriptors()
        exit(run(Array(CommandLine.arguments.dropFirst())))
    }

    /// Finds the command. The frequent ones are found without the tree of all being built.
    private static func match(
        _ words: [String]
    ) throws(UsageError) -> Command<CommandContext>.Match {
        let frequent: Command<CommandContext>
        switch words.first {
        case "hook": frequent = Ringback.hook
        case "bg": frequent = Ringback.background
        case "supervise": frequent = Ringback.supervise
        default: return try Ringback.command.match(words)
        }
        var match = try frequent.match(Array(words.dropFirst()))
        match.path.insert("ringback", at: 0)
        return match
    }

    private static func run(_ words: [String]) -> Int32 {
        let isHook = words.first == "hook" || words.first == "hook-complete"
        do {
            let match = try match(words)
            if match.wantsHelp {
                Output.standard(.process).write(match.command.help(match.path))
                return 0
            }
            guard let run = match.command.run else {
                Output.standard(.process).write(match.command.help(match.path))
                return match.path.count == 1 ? 0 : usageCode
            }
            let invocation: Invocation
            do {
                invocation = try match.command.parse(match.rest)
            } catch {
                throw UsageError("\(error) (usage: \(match.command.usage(match.path)))")
            }
            guard let context = CommandContext.real else {
                throw Failure("HOME is not set, and the user database has no home: set HOME")
            }
            return try run(invocation, context)
        } catch {
            // A hook says nothing and fails in nothing, whatever stands on its command line.
            if isHook {
                CommandContext.real?.note("\(words.first ?? ""): \(error)")
                return 0
            }
            Process.printError("ringback: " + PlainText.line("\(error)", limit: 2000))
            return (error as? Failure)?.exitCode ?? (error is UsageError ? usageCode : 1)
        }
    }
}

extension CommandContext {
    /// The context of this process; `nil` where there is no home.
    static var real: CommandContext? {
        guard let paths = Paths(.process) else { return nil }
        return CommandContext(
            environment: .process, paths: paths, folder: Process.folder,
            executable: Process.executable, output: .standard(.process),
            now: { Timestamp(nanoseconds: Clock.wallNanoseconds()) })
    }
}

extension Output {
    /// The stdout of this process.
    static func standard(_ environment: Environment) -> Output {
        let columns = Process.terminalColumns
        return Output(
            isTerminal: columns != nil, columns: columns ?? 80,
            hasColor: columns != nil && environment["NO_COLOR"] == nil
                && environment["TERM"] != "dumb",
            write: { Process.write(Array($0.utf8)) },
            writeBytes: { Process.write($0) })
    }
}
