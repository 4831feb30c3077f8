internal import Glibc
package import RingbackModel
internal import RingbackSystem

/// The terminal in which the agent runs: found by a process of the agent, and used only if it is
/// ours.
package final class TerminalChannel: Channel {
    package let name = ChannelName.terminal

    package init() {}

    package func show(_ notice: Notice) -> Delivery {
        let origin = notice.alert.origin
        if origin.rangTerminal { return .shown(id: 0, detail: "through the agent") }
        guard let process = origin.process,
            ProcessIdentity(pid: process.pid, start: process.start, boot: process.boot).isAlive,
            let device = ProcessEntry(process.pid)?.terminal, let path = Self.path(of: device)
        else {
            return .failed(
                reason: "the agent has no terminal", remedy: "")
        }
        let sequence = notice.terminal ?? TerminalText.sequence(for: origin.terminal)
        let text = TerminalText.bytes(
            sequence, title: notice.title, body: notice.bodyWithAnswers, isInTmux: origin.isInTmux)
        do {
            let terminal = try Descriptor(path, O_WRONLY)
            guard let status = terminal.status(), status.isCharacterDevice,
                status.st_uid == getuid(), Int(status.st_rdev) == device
            else { return .failed(reason: "\(path) is not our terminal", remedy: "") }
            try terminal.write(Array(text.utf8), named: path)
            return .shown(id: 0, detail: "\(sequence.rawValue) to \(path)")
        } catch {
            return .failed(reason: "\(error)", remedy: "")
        }
    }

    /// The path of a terminal's device number.
    ///
    /// Source: the kernel's devices.txt: 136–143 are the pseudo terminals, 4 the consoles.
    private static func path(of device: Int) -> String? {
        let major = device >> 8 & 0xFFF
        let minor = device & 0xFF | device >> 12 & 0xFFF00
        switch major {
        case 136...143: return "/dev/pts/\((major - 136) * 256 + minor)"
        case 4: return "/dev/tty\(minor)"
        default: return nil
        }
    }
}
