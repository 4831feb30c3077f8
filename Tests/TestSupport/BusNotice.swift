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
        let all = unsafe BusVariant(g_variant_ref(arguments))
        guard all.type == "(susssasa{sv}i)" else { return nil }
        let values = all.parts
        appName = values[0].text
        replaces = values[1].number
        icon = values[2].text
        title = values[3].text
        body = values[4].text
        actions = values[5].parts.map(\.text)
        let pairs = values[6].parts.map(\.parts).map { ($0[0].text, $0[1].content.printed) }
        hints = Dictionary(pairs) { $1 }
        timeout = Int32(bitPattern: values[7].number)
    }
}

/// A value that a call carries.
@safe final class BusVariant {
    private let pointer: OpaquePointer

    /// Takes the reference over.
    init(_ pointer: OpaquePointer) { unsafe self.pointer = unsafe pointer }

    deinit { unsafe g_variant_unref(pointer) }

    var type: String { unsafe String(cString: g_variant_get_type_string(pointer)) }

    var parts: [BusVariant] {
        unsafe (0..<g_variant_n_children(pointer)).map {
            unsafe BusVariant(g_variant_get_child_value(pointer, $0))
        }
    }

    var text: String { unsafe String(cString: g_variant_get_string(pointer, nil)) }

    /// A number of 32 bits, with or without a sign.
    var number: UInt32 {
        unsafe type == "i"
            ? UInt32(bitPattern: g_variant_get_int32(pointer)) : g_variant_get_uint32(pointer)
    }

    /// What a value of any type holds.
    var content: BusVariant { unsafe BusVariant(g_variant_get_variant(pointer)) }

    /// The value as GLib prints it, with its type.
    var printed: String {
        guard let text = unsafe g_variant_print(pointer, 1) else { return "" }
        defer { unsafe g_free(text) }
        return unsafe String(cString: text)
    }
}
