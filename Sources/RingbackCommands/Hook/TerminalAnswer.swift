internal import RingbackSystem
internal import AlertDelivery
internal import RingbackModel

/// Rings an agent's terminal by the agent's own hand: it alone can write there without disturbing
/// what it draws.
enum TerminalAnswer {
    /// The sequence for Claude Code's `terminalSequence`; `nil` where the terminal is not the place
    /// to ring, or the client does not know that answer.
    static func sequence(
        for alert: Alert, _ context: CommandContext, _ settings: @autoclosure () -> Settings
    ) -> String? {
        guard alert.origin.isRemote, alert.agent == .claude,
            context.environment["CLAUDE_CODE_ENTRYPOINT"] == "cli"
        else { return nil }
        let settings = settings()
        guard settings.channels.contains(.terminal),
            Policy.asChosen(alert, settings, at: context.now()) == nil
        else { return nil }
        let notice = NoticeComposer.notice(for: alert, settings, at: context.now())
        let sequence = settings.terminal ?? TerminalText.sequence(for: alert.origin.terminal)
        let text = TerminalText.bytes(
            sequence, title: notice.title, body: notice.body, isInTmux: false)
        // The client itself wraps it for tmux, which hears the bell alone.
        return alert.origin.isInTmux && sequence != .bell ? text + "\u{07}" : text
    }
}
