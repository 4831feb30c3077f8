internal import CLibnotify

/// A closure on its way through C, which knows it by a pointer.
final class Callback<Value> {
    private let body: (Value) -> Void

    init(_ body: @escaping (Value) -> Void) { self.body = body }

    /// The pointer to hand to C; keeps this object alive until it is released.
    func retained() -> gpointer { unsafe Unmanaged.passRetained(self).toOpaque() }

    /// Calls the closure behind a pointer that C hands back.
    static func call(_ pointer: gpointer?, _ value: Value) {
        guard let pointer = unsafe pointer else { return }
        unsafe Unmanaged<Callback>.fromOpaque(pointer).takeUnretainedValue().body(value)
    }

    /// Gives up what ``retained()`` holds.
    static func release(_ pointer: gpointer?) {
        guard let pointer = unsafe pointer else { return }
        unsafe Unmanaged<Callback>.fromOpaque(pointer).release()
    }
}
