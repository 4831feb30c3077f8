internal import Glibc

/// The whole of the terminal, for as long as it is shown: a screen of its own without a cursor, and
/// the keys as they are pressed. The terminal is as it was before when this goes.
///
/// Source: xterm's "Control Sequences" for the private modes 7, 25, 1049; ECMA-48 for the others;
/// the mode 2026 is "Synchronized Output", which terminals that don't know it pass over.
package struct TerminalScreen: ~Copyable {
    /// Where the keys come from; negative: there is no terminal of our own to read from.
    private let keyboard: Descriptor
    /// How the terminal was; `nil`: it is as it was.
    private var before: termios?
    private var isShown = false
    /// What stands there.
    private var lines: [String] = []
    /// Whether more may stand there than that.
    private var isUnknown = true

    package init() {
        do {
            keyboard = try Descriptor("/dev/tty", O_RDWR)
        } catch {
            keyboard = Descriptor(owning: -1)
        }
    }

    deinit { Self.leave(isShown, keyboard.number, before) }

    /// The size of the terminal on stdout, in characters.
    package static var size: (columns: Int, rows: Int) {
        var size = winsize()
        let isKnown = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
        return (
            isKnown && size.ws_col > 0 ? Int(size.ws_col) : 80,
            isKnown && size.ws_row > 0 ? Int(size.ws_row) : 24
        )
    }

    /// The descriptor that becomes readable when a key is pressed; negative where there is none.
    package var keys: CInt { keyboard.number }

    /// The keys that were pressed; `nil`: there are none to come any more.
    package func pressed() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = unsafe read(keyboard.number, &bytes, bytes.count)
        if count < 0, errno == EAGAIN || errno == EINTR { return [] }
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }

    /// Shows these lines, from the top; only those that are others than before are written, all at
    /// once.
    ///
    /// - Parameter lines: each shorter than the screen is wide, and no more than it has rows.
    package mutating func show(_ lines: [String]) {
        var text = ""
        if !isShown {
            enter()
            forget()
            text += "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l"
        }
        for (row, line) in lines.enumerated()
        where !self.lines.indices.contains(row) || self.lines[row] != line {
            text += "\u{1B}[\(row + 1)H\(line)\u{1B}[K"
        }
        let isShorter = isUnknown || lines.count < self.lines.count
        if isShorter, lines.count < Self.size.rows {
            text += "\u{1B}[\(lines.count + 1)H\u{1B}[J"
        }
        self.lines = lines
        isUnknown = false
        guard !text.isEmpty else { return }
        Process.write(Array("\u{1B}[?2026h\(text)\u{1B}[?2026l".utf8))
    }

    /// Forgets what stands there: the next time everything is written anew.
    package mutating func forget() {
        lines = []
        isUnknown = true
    }

    /// Gives the terminal back until something is shown again.
    package mutating func leave() {
        Self.leave(isShown, keyboard.number, before)
        isShown = false
        before = nil
    }

    private mutating func enter() {
        isShown = true
        var mode = termios()
        guard unsafe tcgetattr(keyboard.number, &mode) == 0 else { return }
        before = mode
        // Key by key, unseen; the keys for signals stay, those that hold the output don't.
        mode.c_lflag &= ~tcflag_t(ICANON | ECHO)
        mode.c_iflag &= ~tcflag_t(IXON)
        unsafe tcsetattr(keyboard.number, TCSANOW, &mode)
    }

    private static func leave(_ isShown: Bool, _ keyboard: CInt, _ before: termios?) {
        guard isShown else { return }
        // Where there is no other screen, the next prompt stands below what was shown.
        Process.write(Array("\u{1B}[\(size.rows)H\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l".utf8))
        if var mode = before { unsafe tcsetattr(keyboard, TCSANOW, &mode) }
    }

    /// Stops this process, as the terminal's key asks for, until its user wants it back.
    package mutating func suspend() {
        leave()
        var stop = sigset_t()
        unsafe sigemptyset(&stop)
        unsafe sigaddset(&stop, SIGTSTP)
        kill(getpid(), SIGTSTP)
        var mask = sigset_t()
        unsafe sigprocmask(SIG_UNBLOCK, &stop, &mask)
        unsafe sigprocmask(SIG_SETMASK, &mask, nil)
    }
}
