internal import CommandLineKit
internal import LosslessJSON

extension Ringback {
    static let doctor = Command<CommandContext>(
        "doctor", summary: "Check everything that a notification needs, and say how to mend it",
        discussion: "Exits with 1 where something is broken.", options: [jsonOption]
    ) { invocation, context in
        let findings = DoctorChecks(context).all()
        let isWell = !findings.contains { $0.health == .broken }
        if invocation.has("--json") {
            context.output.json([
                "ok": .bool(isWell), "checks": .array(findings.map(\.json)),
            ])
            return isWell ? 0 : 1
        }
        let width = findings.map(\.subject.count).max() ?? 0
        for finding in findings {
            let mark = context.output.styled(finding.health.mark, finding.health.style)
            context.output.line("\(mark) \(finding.subject.padded(to: width))  \(finding.state)")
            if !finding.remedy.isEmpty {
                context.output.line("  " + "".padded(to: width) + "  → " + finding.remedy)
            }
        }
        return isWell ? 0 : 1
    }
}

/// What a check has found.
struct Finding {
    enum Health: String {
        case good, doubtful, broken

        var mark: String {
            switch self {
            case .good: "✓"
            case .doubtful: "!"
            case .broken: "✗"
            }
        }

        var style: Output.Style {
            switch self {
            case .good: .green
            case .doubtful: .yellow
            case .broken: .red
            }
        }
    }

    var subject: String
    var health: Health
    var state: String
    var remedy = ""

    var json: JSON {
        [
            "check": .string(subject), "health": .string(health.rawValue), "state": .string(state),
            "remedy": .string(remedy),
        ]
    }
}
