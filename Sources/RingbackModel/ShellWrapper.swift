/// A program that runs the one that its arguments name, such as `env` or `nice`, and what may stand
/// before that name.
///
/// An option that is not known here may do anything, as in `command -v claude`: then what follows is
/// no program for us.
struct ShellWrapper {
    /// Options that stand alone.
    private let options: [String]
    /// Options whose value is the next word.
    private let optionsWithValue: [String]
    /// Options that begin so.
    private let prefixes: [String]
    private let takesAssignments: Bool
    /// So many words follow that are no options: the time of `timeout`.
    private var operands: Int
    private var isValueNext = false

    private init(
        _ options: [String] = [], withValue: [String] = [], prefixes: [String] = [],
        assignments: Bool = false, operands: Int = 0
    ) {
        self.options = options + ["--"]
        optionsWithValue = withValue
        self.prefixes = prefixes
        takesAssignments = assignments
        self.operands = operands
    }

    init?(_ name: String) {
        switch name {
        case "nohup": self.init()
        case "command", "time": self.init(["-p"])
        case "exec": self.init(["-c", "-l"], withValue: ["-a"])
        case "nice": self.init(withValue: ["-n"], prefixes: ["-n", "--adjustment="])
        case "setsid": self.init(["-c", "-f", "-w", "--ctty", "--fork", "--wait"])
        case "env":
            self.init(
                ["-", "-i", "--ignore-environment"], withValue: ["-u", "-C"],
                prefixes: ["--unset=", "--chdir="], assignments: true)
        case "timeout":
            self.init(
                ["-f", "-p", "-v", "--foreground", "--preserve-status", "--verbose"],
                withValue: ["-k", "-s"], prefixes: ["--kill-after=", "--signal="], operands: 1)
        default: return nil
        }
    }

    /// Whether the word stands before the program's name.
    mutating func takes(_ word: ShellWord) -> Bool {
        if isValueNext {
            isValueNext = false
            return true
        }
        if takesAssignments, word.isAssignment { return true }
        let text = String(decoding: word.text, as: UTF8.self)
        if optionsWithValue.contains(text) {
            isValueNext = true
            return true
        }
        if options.contains(text) || prefixes.contains(where: text.hasPrefix) { return true }
        guard operands > 0, !text.hasPrefix("-") else { return false }
        operands -= 1
        return true
    }
}
