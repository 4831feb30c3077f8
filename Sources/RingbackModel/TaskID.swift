/// The names of tasks. An id becomes a file name, so what may stand in one is narrow.
package enum TaskID {
    /// The names of the views, which lie beside the records.
    private static func isReserved(_ text: String) -> Bool {
        text == "active" || text == "completed" || text == "failed"
    }

    /// Whether a text can be an id: letters, digits, `-`, `_`, `.`, `@`, not a dot or dash first,
    /// 128 at most, and not the name of a view.
    package static func isValid(_ text: String) -> Bool {
        guard let first = text.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-"),
            !isReserved(text)
        else { return false }
        return text.utf8.count <= 128
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: "."), UInt8(ascii: "@"):
                    true
                default: false
                }
            }
    }
}
