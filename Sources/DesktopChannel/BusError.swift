internal import CLibnotify

/// Why a call on the bus failed.
struct BusError: Error, Equatable {
    enum Kind: Equatable {
        /// No answer in time.
        case timedOut
        /// The connection to the bus is gone.
        case closed
        /// Nobody of that name is there, or it left before it answered.
        case gone
        /// The other end, or the bus, said no.
        case refused
    }

    var kind: Kind
    /// D-Bus's name of the error: `org.freedesktop.DBus.Error.NoReply`; empty where it has none.
    var name: String
    /// The words that came with it.
    var message: String

    init(_ kind: Kind, name: String = "", message: String = "") {
        self.kind = kind
        self.name = name
        self.message = message
    }

    /// Reads an error of GLib's, and frees it.
    init(taking error: UnsafeMutablePointer<GError>?) {
        guard let error = unsafe error else {
            self.init(.refused, message: "no reason given")
            return
        }
        defer { unsafe g_error_free(error) }
        var name = ""
        if let text = unsafe g_dbus_error_get_remote_error(error) {
            name = unsafe String(cString: text)
            unsafe g_free(text)
            unsafe g_dbus_error_strip_remote_error(error)
        }
        unsafe self.init(
            Self.kind(of: error.pointee, name: name), name: name,
            message: error.pointee.message.map { unsafe String(cString: $0) } ?? "")
    }

    private static func kind(of error: GError, name: String) -> Kind {
        let prefix = "org.freedesktop.DBus.Error."
        if name.hasPrefix(prefix) {
            switch name.dropFirst(prefix.count) {
            case "NoReply", "NameHasNoOwner", "ServiceUnknown": return .gone
            case "Timeout", "TimedOut": return .timedOut
            case "Disconnected": return .closed
            default: return .refused
            }
        }
        guard name.isEmpty, unsafe error.domain == g_io_error_quark() else { return .refused }
        switch unsafe error.code {
        case gint(G_IO_ERROR_TIMED_OUT.rawValue): return .timedOut
        case gint(G_IO_ERROR_CLOSED.rawValue), gint(G_IO_ERROR_BROKEN_PIPE.rawValue): return .closed
        default: return .refused
        }
    }
}
