internal import CLibnotify
internal import RingbackSystem

/// The process's connection to its session bus, which libnotify shares.
///
/// To be used on one thread, the one whose main loop delivers the signals.
@safe final class BusConnection {
    private let pointer: OpaquePointer
    private var subscriptions: [guint] = []
    private var closedHandler: gulong = 0

    /// Connects to the bus at DBUS_SESSION_BUS_ADDRESS, or finds the connection that is there.
    ///
    /// Waits for the bus without end: ask first whether it answers.
    init() throws(BusError) {
        var error: UnsafeMutablePointer<GError>?
        guard let pointer = unsafe g_bus_get_sync(G_BUS_TYPE_SESSION, nil, &error) else {
            throw unsafe BusError(taking: error)
        }
        unsafe self.pointer = unsafe pointer
        // The bus's end is no reason to end this process, which is what GIO would do.
        unsafe g_dbus_connection_set_exit_on_close(pointer, 0)
    }

    deinit {
        for subscription in subscriptions {
            unsafe g_dbus_connection_signal_unsubscribe(pointer, subscription)
        }
        if closedHandler != 0 {
            unsafe g_signal_handler_disconnect(UnsafeMutableRawPointer(pointer), closedHandler)
        }
        unsafe g_object_unref(UnsafeMutableRawPointer(pointer))
    }

    var isClosed: Bool { unsafe g_dbus_connection_is_closed(pointer) != 0 }

    /// Calls a method; never starts a service by that.
    ///
    /// - Parameters:
    ///   - address: whom, where, and which of its interfaces.
    ///   - method: what to call.
    ///   - arguments: what it takes.
    ///   - replyType: the signature of what it gives, checked: `(as)`.
    ///   - milliseconds: how long one call may take, within the deadline.
    ///   - deadline: when all has to be over.
    /// - Returns: the values that it gives.
    /// - Throws: ``BusError``, also where the deadline has passed already.
    func call(
        _ address: BusAddress, _ method: String, _ arguments: [BusValue] = [],
        replyType: String, milliseconds: CInt = 500, until deadline: Deadline
    ) throws(BusError) -> [Variant] {
        let milliseconds = min(milliseconds, deadline.milliseconds)
        guard milliseconds > 0 else { throw BusError(.timedOut) }
        let type = unsafe g_variant_type_new(replyType)
        defer { unsafe g_variant_type_free(type) }
        var error: UnsafeMutablePointer<GError>?
        let reply = unsafe g_dbus_connection_call_sync(
            pointer, address.name, address.path, address.interface, method,
            BusValue.tuple(arguments), type, G_DBUS_CALL_FLAGS_NO_AUTO_START,
            milliseconds, nil, &error)
        guard let reply = unsafe reply else { throw unsafe BusError(taking: error) }
        return unsafe Variant(taking: reply).elements
    }

    /// Has a handler called for a signal, on the thread's main loop, until this object goes.
    ///
    /// - Parameters:
    ///   - address: who sends it, from where, in which interface.
    ///   - signal: its name.
    ///   - argument: what its first value must be; `nil`: anything.
    ///   - handler: gets the sender's unique name and the values.
    func subscribe(
        _ address: BusAddress, _ signal: String, first argument: String? = nil,
        _ handler: @escaping (Signal) -> Void
    ) {
        subscriptions.append(
            unsafe g_dbus_connection_signal_subscribe(
                pointer, address.name, address.interface, signal, address.path, argument,
                G_DBUS_SIGNAL_FLAGS_NONE,
                { _, sender, _, _, _, values, callback in
                    guard let sender = unsafe sender, let values = unsafe values else { return }
                    let signal = unsafe Signal(
                        sender: String(cString: sender), values: Variant(sharing: values).elements)
                    unsafe Callback.call(callback, signal)
                },
                Callback(handler).retained(),
                { callback in unsafe Callback<Signal>.release(callback) }))
    }

    /// Has a handler called when the connection is lost, on the thread's main loop.
    func onClose(_ handler: @escaping () -> Void) {
        let closed: Closed = { _, _, _, callback in unsafe Callback.call(callback, ()) }
        closedHandler = unsafe g_signal_connect_data(
            UnsafeMutableRawPointer(pointer), "closed", unsafeBitCast(closed, to: GCallback.self),
            Callback(handler).retained(),
            { callback, _ in unsafe Callback<Void>.release(callback) },
            GConnectFlags(rawValue: 0))
    }
}

/// What somebody on the bus has told.
struct Signal {
    /// The unique name.
    let sender: String
    let values: [Variant]
}

/// Source: GIO Reference, GDBusConnection, "closed".
private typealias Closed =
    @convention(c) (gpointer?, gboolean, UnsafeMutablePointer<GError>?, gpointer?) -> Void

/// An interface of an object of somebody on the bus.
struct BusAddress {
    let name: String
    let path: String
    let interface: String

    /// The bus itself.
    static let bus = BusAddress(
        name: "org.freedesktop.DBus", path: "/org/freedesktop/DBus",
        interface: "org.freedesktop.DBus")
    /// The notification service.
    static let notifications = BusAddress(
        name: "org.freedesktop.Notifications", path: "/org/freedesktop/Notifications",
        interface: "org.freedesktop.Notifications")
}
