internal import CLibnotify

/// What a notification service is asked to show.
package struct BusNotice: Equatable, Sendable {
    package var appName: String
    package var replaces: UInt32
    package var icon: String
    package var title: String
    package var body: String
    package var actions: [String]
    /// The hints by name, as GLib prints values with their types: `byte 0x02`, `'ringback'`.
    package var hints: [String: String]
    /// Milliseconds, or -1.
    package var timeout: Int32

    /// Reads the arguments of Notify, which are lent.
    init?(_ arguments: OpaquePointer) {
        guard unsafe String(cString: g_variant_get_type_string(arguments)) == "(susssasa{sv}i)",
            unsafe g_variant_n_children(arguments) == 8
        else { return nil }
        let values = unsafe Self.children(of: arguments)
        defer { for unsafe unsafevalue in unsafe values { unsafe g_variant_unref(value) } }
        func text(_ index: Int) -> String {
            unsafe String(cString: g_variant_get_string(values[index], nil))
        }
        appName = text(0)
        replaces = unsafe g_variant_get_uint32(values[1])
        icon = text(2)
        title = text(3)
        body = text(4)
        let actionNames = unsafe Self.children(of: values[5])
        actions = unsafe actionNames.map { unsafe String(cString: g_variant_get_string($0, nil)) }
        for unsafe unsafename in unsafe actionNames { unsafe g_variant_unref(name) }
        hints = [:]
        for unsafe unsafeentry in unsafe Self.children(of: values[6]) {
            let pair = unsafe Self.children(of: entry)
            let value = unsafe g_variant_get_variant(pair[1])
            let printed = unsafe g_variant_print(value, 1)
            hints[String(cString: g_variant_get_string(pair[0], nil))] =
                unsafe printed.map { unsafe String(cString: $0) }
            unsafe g_free(printed)
            for unsafepart in unsafe pair + [value, entry] { unsafe g_variant_unref(part) }
        }
        timeout = unsafe g_variant_get_int32(values[7])
    }

    /// The parts of a container, each with a reference of its own.
    private static func children(of value: OpaquePointer?) -> [OpaquePointer?] {
        guard let value = unsafe value else { return unsafe [] }
        return unsafe (0..<g_variant_n_children(value)).map {
            unsafe g_variant_get_child_value(value, $0)
        }
    }
}
