internal import CLibnotify
internal import Glibc
internal import RingbackSystem

/// A connection of a test's own to a bus.
@safe package final class BusClient {
    package struct Failure: Error {
        package let message: String
    }

    let connection: OpaquePointer

    package init(_ address: String) throws {
        var error: UnsafeMutablePointer<GError>?
        let flags = GDBusConnectionFlags(
            rawValue: G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT.rawValue
                | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION.rawValue)
        let connection = unsafe g_dbus_connection_new_for_address_sync(
            address, flags, nil, nil, &error)
        guard let connection = unsafe connection else {
            throw unsafe Failure(message: Self.message(of: error))
        }
        unsafe self.connection = unsafe connection
        unsafe g_dbus_connection_set_exit_on_close(connection, 0)
    }

    deinit {
        unsafe g_dbus_connection_close_sync(connection, nil, nil)
        unsafe g_object_unref(UnsafeMutableRawPointer(connection))
    }

    /// Asks the bus itself for something that it answers with a number or a truth value.
    func ask(_ method: String, _ arguments: [OpaquePointer?], replyType: String) throws -> UInt32 {
        let type = unsafe g_variant_type_new(replyType)
        defer { unsafe g_variant_type_free(type) }
        var error: UnsafeMutablePointer<GError>?
        let reply = unsafe g_dbus_connection_call_sync(
            connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
            method, g_variant_new_tuple(arguments, gsize(arguments.count)), type,
            G_DBUS_CALL_FLAGS_NO_AUTO_START, 5000, nil, &error)
        guard let reply = unsafe reply else {
            throw unsafe Failure(message: Self.message(of: error))
        }
        defer { unsafe g_variant_unref(reply) }
        let value = unsafe g_variant_get_child_value(reply, 0)
        defer { unsafe g_variant_unref(value) }
        return unsafe replyType == "(b)"
            ? UInt32(g_variant_get_boolean(value)) : g_variant_get_uint32(value)
    }

    /// Waits until somebody has a name on the bus, 10 s at most.
    package func waitForOwner(of name: String) throws {
        let deadline = Deadline(milliseconds: 10_000)
        while unsafe try ask("NameHasOwner", [g_variant_new_string(name)], replyType: "(b)") == 0 {
            guard !deadline.hasPassed else {
                throw Failure(message: "nobody took the name \(name)")
            }
            poll(nil, 0, 5)
        }
    }

    /// Takes a name on the bus, as soon as whoever had it is gone, which may take 10 s.
    func take(_ name: String) throws {
        let deadline = Deadline(milliseconds: 10_000)
        let doNotQueue: UInt32 = 4
        while unsafe try ask(
            "RequestName", [g_variant_new_string(name), g_variant_new_uint32(doNotQueue)],
            replyType: "(u)") != 1
        {
            guard !deadline.hasPassed else { throw Failure(message: "\(name) is taken") }
            poll(nil, 0, 5)
        }
    }

    private static func message(of error: UnsafeMutablePointer<GError>?) -> String {
        guard let error = unsafe error else { return "no reason given" }
        defer { unsafe g_error_free(error) }
        return unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? ""
    }
}
