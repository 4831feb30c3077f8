internal import Glibc

/// Texts as a vector for C, which ends with a null pointer.
@safe struct CStrings: ~Copyable {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe []
    /// So many of them, from the first, are freed with this value.
    private let owned: Int

    init(owning texts: [String], borrowing others: [UnsafeMutablePointer<CChar>?] = unsafe []) {
        owned = texts.count
        for text in texts { unsafe pointers.append(strdup(text)) }
        unsafe pointers += others + [nil]
    }

    deinit { for index in 0..<owned { unsafe free(pointers[index]) } }
}
