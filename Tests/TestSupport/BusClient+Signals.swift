internal import CLibnotify

extension BusClient {
    /// Sends a signal as a notification service would, and as anybody can.
    ///
    /// - Parameter receiver: the only one that gets it; `nil`: everybody who wants it.
    package func emit(_ signal: String, _ id: UInt32, _ text: String, to receiver: String? = nil) {
        unsafe emit(signal, id, g_variant_new_string(text), to: receiver)
    }

    func emit(
        _ signal: String, _ id: UInt32, _ value: OpaquePointer?, to receiver: String? = nil
    ) {
        let values = unsafe [g_variant_new_uint32(id), value]
        unsafe g_dbus_connection_emit_signal(
            connection, receiver, "/org/freedesktop/Notifications",
            "org.freedesktop.Notifications", signal, g_variant_new_tuple(values, 2), nil)
        unsafe g_dbus_connection_flush_sync(connection, nil, nil)
    }
}
