extension AgentProfile {
    /// The agents that Ringback knows how to call, sorted.
    package static let standardNames = ["claude", "codex", "droid", "gemini"]

    /// How one of them is called: once, without a terminal and without a question. A prompt that
    /// begins with a dash is never taken for an option.
    ///
    /// - Returns: `nil` where the name is none of ``standardNames``.
    package static func standard(_ name: String) -> AgentProfile? {
        switch name {
        case "claude": claude
        case "codex": codex
        case "droid": droid
        case "gemini": gemini
        default: nil
        }
    }

    /// Source: `claude --help` of 2.1.329.
    private static var claude: AgentProfile {
        var profile = AgentProfile(
            [
                .word("claude"), .word("-p"), .word("--output-format"), .word("json"),
                .group(["--model", "{model}"]), .group(["--permission-mode", "{autonomy}"]),
                .group(["--agent", "{agent}"]), .word("--"), .word("{prompt}"),
            ],
            autonomy: [.low: "plan", .medium: "acceptEdits", .high: "bypassPermissions"])
        profile.resume = [
            .word("claude"), .word("-p"), .word("--output-format"), .word("json"),
            .word("--resume"), .word("{session}"), .group(["--model", "{model}"]),
            .group(["--permission-mode", "{autonomy}"]), .word("--"), .word("{prompt}"),
        ]
        return profile
    }

    /// Source: developers.openai.com/codex/noninteractive. It reads a stdin that is a pipe to its
    /// end before it begins: give it /dev/null.
    private static var codex: AgentProfile {
        var profile = AgentProfile(
            [
                .word("codex"), .word("exec"), .group(["--model", "{model}"]),
                .group(["--sandbox", "{autonomy}"]), .word("--skip-git-repo-check"), .word("--"),
                .word("{prompt}"),
            ],
            autonomy: [.low: "read-only", .medium: "workspace-write", .high: "danger-full-access"])
        profile.resume = [
            .word("codex"), .word("exec"), .word("resume"), .word("--skip-git-repo-check"),
            .word("{session}"), .word("--"), .word("{prompt}"),
        ]
        return profile
    }

    /// Source: docs.factory.ai/cli/droid-exec/overview.
    private static var droid: AgentProfile {
        var profile = AgentProfile(
            [
                .word("droid"), .word("exec"), .word("--auto"), .word("{autonomy}"),
                .group(["-m", "{model}"]), .word("--"), .word("{prompt}"),
            ], standardAutonomy: .medium)
        profile.resume = [
            .word("droid"), .word("exec"), .word("--auto"), .word("{autonomy}"), .word("-s"),
            .word("{session}"), .group(["-m", "{model}"]), .word("--"), .word("{prompt}"),
        ]
        return profile
    }

    /// Source: geminicli.com/docs/cli/headless. `--prompt` alone asks for no terminal, and takes
    /// what begins with a dash only behind `=`. Low is not its mode `plan`: without a terminal that
    /// approves its own plan and goes on as `yolo` (geminicli.com/docs/cli/plan-mode), where
    /// `default` denies whatever it would have to ask for.
    private static var gemini: AgentProfile {
        AgentProfile(
            [
                .word("gemini"), .word("--output-format"), .word("json"),
                .group(["--model", "{model}"]), .group(["--approval-mode", "{autonomy}"]),
                .word("--prompt={prompt}"),
            ],
            autonomy: [.low: "default", .medium: "auto_edit", .high: "yolo"])
    }
}
