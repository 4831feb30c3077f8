package import RingbackModel

/// A way to the person: a desktop, a terminal, a phone.
///
/// The courier alone calls it, one call at a time. No call takes longer than ``budget``, whatever
/// stands at the other end.
package protocol Channel: AnyObject {
    var name: ChannelName { get }

    /// Where the person has to be to see it.
    var reach: Reach { get }

    /// Shows a notice, or says why it can't.
    func show(_ notice: Notice) -> Delivery

    /// Takes over a question that an earlier process has shown, so that it can be answered to this
    /// one; without a sound.
    ///
    /// - Parameter id: what ``show(_:)`` gave for it.
    func resume(_ notice: Notice, id: UInt32) -> Delivery

    /// Takes a notice from the screen again, where that can be done.
    ///
    /// - Parameter id: what ``show(_:)`` gave for it.
    func withdraw(id: UInt32)

    /// Finds out whether it could show a notice now, without showing one; `nil`: it can't tell.
    func probe() -> Delivery?

    /// What is known of the other end after ``show(_:)`` or ``probe()``, for people: its capabilities, its address.
    var facts: [(name: String, value: String)] { get }

    /// Whether notices of this process stand on the screen that would go with it.
    var holdsNotices: Bool { get }

    /// Becomes readable when ``replies()`` has something, or ``holdsNotices`` has changed; `nil`:
    /// nobody can answer here. It is readable no more once ``replies()`` was asked.
    var replySignal: CInt? { get }

    /// What people have answered since it was asked last, without waiting.
    func replies() -> [Reply]
}

/// Where a channel reaches its person.
package enum Reach: Sendable {
    /// On this machine: one such channel is enough.
    case here
    /// Wherever the person is: it gets questions too, whatever channel here has them.
    case elsewhere
}

/// Something that a person has answered to a notice.
package struct Reply: Equatable, Sendable {
    package enum Answer: Equatable, Sendable {
        /// The option of that place in ``Ask/options``.
        case option(Int)
        /// A text of the person's own.
        case text(String)
        /// The notice was clicked: whoever did wants to see more of it.
        case opened
        case dismissed
        /// The notice went without anybody's doing, as its screen did; it may be shown again.
        case lost
    }

    /// What ``Channel/show(_:)`` gave for the notice.
    package var id: UInt32
    package var answer: Answer
    /// The desktop's leave to open a window on it; `nil`: it gave none.
    package var activation: String?

    package init(id: UInt32, answer: Answer, activation: String? = nil) {
        self.id = id
        self.answer = answer
        self.activation = activation
    }
}

extension Channel {
    package var reach: Reach { .here }
    package func resume(_ notice: Notice, id: UInt32) -> Delivery { .shown(id: id, detail: "") }
    package func withdraw(id: UInt32) {}
    package func probe() -> Delivery? { nil }
    package var facts: [(name: String, value: String)] { [] }
    package var holdsNotices: Bool { false }
    package var replySignal: CInt? { nil }
    package func replies() -> [Reply] { [] }

    /// How long one call may take, in milliseconds.
    package static var budget: Int { 1500 }
}

/// An alert, ready to be shown: what the policy has let through, in the words it is shown with.
package struct Notice: Equatable, Sendable {
    package var alert: Alert
    package var title: String
    /// Plain text, some lines.
    package var body: String
    /// What can be answered, and how, where there are no buttons: plain text, some lines.
    package var answers = ""
    /// What this one takes the place of, on the same channel; 0: nothing.
    package var replaces: UInt32 = 0
    /// A sound of the sound theme; `nil`: silent.
    package var sound: String?
    /// How long it stays; `nil`: as the desktop has it.
    package var expireSeconds: Int?
    /// How the terminal is rung; `nil`: by what it is.
    package var terminal: TerminalSequence?

    package init(alert: Alert, title: String, body: String) {
        self.alert = alert
        self.title = title
        self.body = body
    }

    /// The body for a channel that has no buttons.
    package var bodyWithAnswers: String {
        [body, answers].filter { !$0.isEmpty }.joined(separator: "\n")
    }
}

/// What became of a notice in one channel.
package enum Delivery: Equatable, Sendable {
    /// - Parameters:
    ///   - id: names it for a later replacement or withdrawal; 0 where the channel has no names.
    ///   - detail: who showed it, for `notify test`: `dunst 1.9.0, id 7`.
    case shown(id: UInt32, detail: String)
    /// - Parameters:
    ///   - reason: why not: `no notification service answers on the session bus`.
    ///   - remedy: what the user can do about it; empty where nothing.
    case failed(reason: String, remedy: String)
}
