internal import LosslessJSON
package import RingbackModel

extension HookEvent.ToolCall {
    /// Whether the agent will go on without waiting for it.
    ///
    /// Claude Code runs the tool `Agent` in the background unless told not to; `Task`, its older
    /// name, and shells only where told to.
    package func isBackground(of agent: Agent) -> Bool {
        let asked = input["run_in_background"]?.bool
        return switch tool {
        case "Agent": agent == .claude && asked != false
        case "Task", "Bash": asked == true
        default: false
        }
    }

    /// What to call it, in one line.
    package var title: String {
        let text = input["description"]?.string ?? input["command"]?.string ?? tool
        return PlainText.line(text, limit: 60)
    }

    /// Names the call in every event that speaks of it. A permission request has no id; and the
    /// answers to a question come back inside its input.
    var token: String {
        switch tool {
        case "AskUserQuestion", "ExitPlanMode": Fingerprint.of(tool)
        default: Fingerprint.of(tool, JSON.object(input).text())
        }
    }
}
