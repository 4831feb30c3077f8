package import LosslessJSON
package import RingbackModel

extension HookEvent.TaskReport {
    /// How the task ended; `nil` where the report speaks of one that goes on.
    package var end: TaskEnd? {
        switch status {
        case "completed":
            return TaskEnd(.completed, result: result, exitCode: exitCode)
        case "failed":
            return TaskEnd(
                .failed, result: result, error: exitCode.map { "Exit code \($0)" } ?? summary,
                exitCode: exitCode)
        case "killed", "stopped", "cancelled", "canceled":
            return TaskEnd(.cancelled, result: result, error: summary)
        default:
            return nil
        }
    }

    /// What it tells of the task besides.
    package var details: JSONObject {
        var details: JSONObject = [
            "tool_use_id": .text(toolUse), "output_file": .text(outputFile),
            "duration_ms": milliseconds.map { .integer($0) } ?? .null,
            "description": .text(quotedName), "background": true,
        ]
        if summary.hasPrefix("Background command ") {
            details["type"] = "process"
            details["source"] = "shell"
        }
        details.dropNulls()
        return details
    }

    /// The exit code, which the summary has in words: `… failed with exit code 3`, `(exit code 0)`.
    private var exitCode: Int? {
        // The description, which is quoted, may speak of exit codes too.
        let words = summary[(summary.lastIndex(of: "\"") ?? summary.startIndex)...]
        return words.index(behind: "exit code ").flatMap { start in
            Int(words[start...].prefix(while: \.isNumber))
        }
    }

    /// The description, which the summary quotes: `Background command "Build" completed …`.
    var quotedName: String? {
        guard let start = summary.firstIndex(of: "\""), let end = summary.lastIndex(of: "\""),
            start < end
        else { return nil }
        let name = summary[summary.index(after: start)..<end]
        return name.isEmpty ? nil : String(name)
    }
}
