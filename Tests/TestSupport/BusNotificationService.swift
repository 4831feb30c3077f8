internal import CLibnotify
internal import Dispatch
internal import Synchronization

/// A notification service that behaves as a test wants it, and keeps what it was told.
///
/// It lives in the test's own process, on a connection of its own.
@safe package final class BusNotificationService {
    package enum Mode: Equatable, Sendable {
        case answering
        /// Answers all calls, so many milliseconds late.
        case slow(milliseconds: Int)
        /// Answers no call.
        case silent
        /// Says who it is, and never answers a notice.
        case silentOnNotify
        /// Answers a notice with an error.
        case refusing(String)
        /// Answers a notice that replaces another with an error.
        case refusingReplacement
        /// Leaves the bus as soon as it gets a notice.
        case leaving
    }

    let client: BusClient
    private let desk: Desk

    /// Takes the name of the notification service on a bus.
    ///
    /// - Parameters:
    ///   - address: of the bus.
    ///   - mode: how it behaves.
    ///   - name: what it calls itself; its version is `1.0 (test)`.
    ///   - capabilities: what it says that it can do.
    /// - Throws: where there is no bus.
    package init(
        on address: String, _ mode: Mode = .answering, name: String = "bell",
        capabilities: [String] = ["body", "body-markup"]
    ) throws {
        client = try BusClient(address)
        desk = Desk(mode, name: name, capabilities: capabilities)
        // Called on a thread of GIO's, which all connections of the process share.
        unsafe g_dbus_connection_add_filter(
            client.connection,
            { connection, message, isIncoming, desk in
                guard let connection = unsafe connection, let message = unsafe message,
                    let desk = unsafe desk, isIncoming != 0,
                    unsafe g_dbus_message_get_message_type(message)
                        == G_DBUS_MESSAGE_TYPE_METHOD_CALL
                else { return unsafe message }
                unsafe Unmanaged<Desk>.fromOpaque(desk).takeUnretainedValue()
                    .take(BusCall(message, on: connection))
                return nil
            },
            unsafe Unmanaged.passRetained(desk).toOpaque(),
            { desk in unsafe desk.map { unsafe Unmanaged<Desk>.fromOpaque($0).release() } })
        try client.take("org.freedesktop.Notifications")
    }

    /// The notices that came, the oldest first.
    package var received: [BusNotice] { desk.state.withLock { $0.received } }

    /// The unique name of whoever has sent the last notice.
    package var caller: String { desk.state.withLock { $0.caller } }

    /// The ids that somebody asked it to take away.
    package var withdrawn: [UInt32] { desk.state.withLock { $0.withdrawn } }

    /// Behaves otherwise from now on; calls that have no answer yet get it.
    package func become(_ mode: Mode) {
        let unanswered = desk.state.withLock { state in
            defer { state.unanswered = [] }
            state.mode = mode
            return state.unanswered
        }
        for call in unanswered { desk.answer(call) }
    }

    /// Tells everybody on the bus that a notice has been closed by the user.
    package func close(_ id: UInt32) {
        unsafe client.emit("NotificationClosed", id, g_variant_new_uint32(2))
    }

    /// Tells everybody of something that was done to a notice.
    package func emit(_ signal: String, _ id: UInt32, _ text: String) {
        client.emit(signal, id, text)
    }

    /// Leaves the bus.
    package func leave() { unsafe g_dbus_connection_close_sync(client.connection, nil, nil) }
}

/// Where the calls arrive.
private final class Desk: Sendable {
    struct State {
        var mode: BusNotificationService.Mode
        var received: [BusNotice] = []
        var withdrawn: [UInt32] = []
        var caller = ""
        var unanswered: [BusCall] = []
        var lastID: UInt32 = 0
    }

    let state: Mutex<State>
    private let name: String
    private let capabilities: [String]
    /// A queue of its own: the tests may have all threads of the global ones.
    private let clock = DispatchQueue(label: "late answers")

    init(_ mode: BusNotificationService.Mode, name: String, capabilities: [String]) {
        state = Mutex(State(mode: mode))
        self.name = name
        self.capabilities = capabilities
    }

    func take(_ call: BusCall) {
        let notice = call.notice
        let mode = state.withLock { state in
            if let notice {
                state.received.append(notice)
                state.caller = call.sender
            }
            if call.method == "CloseNotification" { state.withdrawn.append(call.number) }
            let isSilent = state.mode == .silent || (state.mode == .silentOnNotify && notice != nil)
            if isSilent { state.unanswered.append(call) }
            return state.mode
        }
        switch mode {
        case .silent: return
        case .silentOnNotify where notice != nil: return
        case .leaving where notice != nil: call.closeConnection()
        case .slow(let milliseconds):
            clock.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
                self.answer(call)
            }
        default: answer(call)
        }
    }

    func answer(_ call: BusCall) {
        switch call.method {
        case "GetServerInformation": call.reply(texts: [name, "nobody", "1.0 (test)", "1.2"])
        case "GetCapabilities": call.reply(list: capabilities)
        case "CloseNotification": call.reply(texts: [])
        case "Notify":
            let replaces = call.notice?.replaces ?? 0
            let (mode, id) = state.withLock { state in
                if replaces == 0 { state.lastID += 1 }
                return (state.mode, replaces == 0 ? state.lastID : replaces)
            }
            if case .refusing(let message) = mode {
                call.refuse("org.example.Refused", message)
            } else if mode == .refusingReplacement, replaces != 0 {
                call.refuse("org.freedesktop.DBus.Error.InvalidArgs", "Invalid notification ID")
            } else {
                call.reply(number: id)
            }
        default: call.refuse("org.freedesktop.DBus.Error.UnknownMethod", call.method)
        }
    }
}
