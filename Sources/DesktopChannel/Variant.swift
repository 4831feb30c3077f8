internal import CLibnotify

/// A value that came over D-Bus; gives its reference up when it goes.
@safe final class Variant {
    private let pointer: OpaquePointer

    /// Takes a reference over.
    init(taking pointer: OpaquePointer) { unsafe self.pointer = pointer }

    /// Adds a reference to a value that somebody else owns.
    init(sharing pointer: OpaquePointer) { unsafe self.pointer = g_variant_ref(pointer) }

    deinit { unsafe g_variant_unref(pointer) }

    /// The values that a tuple or an array holds.
    var elements: [Variant] {
        unsafe (0..<g_variant_n_children(pointer)).map {
            unsafe Variant(taking: g_variant_get_child_value(pointer, $0))
        }
    }

    /// Its text; empty where it is none.
    var text: String {
        guard holds("s"), let text = unsafe g_variant_get_string(pointer, nil) else { return "" }
        return unsafe String(cString: text)
    }

    /// Its unsigned number; 0 where it is none.
    var number: UInt32 { unsafe holds("u") ? g_variant_get_uint32(pointer) : 0 }

    private func holds(_ type: String) -> Bool {
        unsafe String(cString: g_variant_get_type_string(pointer)) == type
    }
}
