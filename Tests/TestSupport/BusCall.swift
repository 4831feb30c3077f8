internal import CLibnotify

/// A method call that a test's service has got.
@safe struct BusCall: Sendable {
    private let box: Box

    /// Takes the message over.
    init(_ message: OpaquePointer, on connection: OpaquePointer) {
        box = unsafe Box(message, connection)
    }

    var method: String {
        unsafe g_dbus_message_get_member(box.message).map { unsafe String(cString: $0) } ?? ""
    }

    /// The unique name of the caller.
    var sender: String {
        unsafe g_dbus_message_get_sender(box.message).map { unsafe String(cString: $0) } ?? ""
    }

    /// The first argument of CloseNotification.
    var number: UInt32 {
        unsafe g_dbus_message_get_body(box.message).map { unsafe BusVariant(g_variant_ref($0)) }?
            .parts.first?.number ?? 0
    }

    /// What is to be shown; `nil` for any other call.
    var notice: BusNotice? {
        guard method == "Notify", let body = unsafe g_dbus_message_get_body(box.message) else {
            return nil
        }
        return unsafe BusNotice(body)
    }

    func reply(texts: [String]) {
        let values = unsafe texts.map { unsafe g_variant_new_string($0) }
        unsafe send(g_variant_new_tuple(values, gsize(values.count)))
    }

    func reply(list: [String]) {
        let values = unsafe list.map { unsafe g_variant_new_string($0) }
        let type = unsafe g_variant_type_new("s")
        defer { unsafe g_variant_type_free(type) }
        let array = unsafe [g_variant_new_array(type, values, gsize(values.count))]
        unsafe send(g_variant_new_tuple(array, 1))
    }

    func reply(number: UInt32) {
        let values = unsafe [g_variant_new_uint32(number)]
        unsafe send(g_variant_new_tuple(values, 1))
    }

    func refuse(_ error: String, _ message: String) {
        let reply = unsafe g_dbus_message_new_method_error_literal(box.message, error, message)
        unsafe send(message: reply)
    }

    func closeConnection() { unsafe g_dbus_connection_close(box.connection, nil, nil, nil) }

    private func send(_ body: OpaquePointer?) {
        let reply = unsafe g_dbus_message_new_method_reply(box.message)
        if let reply = unsafe reply { unsafe g_dbus_message_set_body(reply, body) }
        unsafe send(message: reply)
    }

    private func send(message: OpaquePointer?) {
        guard let message = unsafe message else { return }
        unsafe g_dbus_connection_send_message(
            box.connection, message, G_DBUS_SEND_MESSAGE_FLAGS_NONE, nil, nil)
        unsafe g_object_unref(UnsafeMutableRawPointer(message))
    }

    /// Keeps the message and its connection; GIO's objects are safe on any thread.
    @safe private final class Box: Sendable {
        nonisolated(unsafe) let message: OpaquePointer
        nonisolated(unsafe) let connection: OpaquePointer

        init(_ message: OpaquePointer, _ connection: OpaquePointer) {
            unsafe self.message = unsafe message
            unsafe self.connection = unsafe connection
            unsafe g_object_ref(UnsafeMutableRawPointer(connection))
        }

        deinit {
            unsafe g_object_unref(UnsafeMutableRawPointer(message))
            unsafe g_object_unref(UnsafeMutableRawPointer(connection))
        }
    }
}
