internal import CLibnotify

/// A value to be sent over D-Bus, with the type that it has there.
enum BusValue: Equatable {
    case byte(UInt8)
    case flag(Bool)
    case number(UInt32)
    case text(String)

    /// The value for C: a floating reference, which belongs to the function that takes it.
    func variant() -> OpaquePointer? {
        switch self {
        case .byte(let byte): unsafe g_variant_new_byte(byte)
        case .flag(let flag): unsafe g_variant_new_boolean(flag ? 1 : 0)
        case .number(let number): unsafe g_variant_new_uint32(number)
        case .text(let text): unsafe g_variant_new_string(text)
        }
    }

    /// What a method takes, all in one, as ``variant()``.
    static func tuple(_ values: [BusValue]) -> OpaquePointer? {
        let elements = unsafe values.map { unsafe $0.variant() }
        return unsafe g_variant_new_tuple(elements, gsize(elements.count))
    }
}
