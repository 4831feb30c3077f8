/// Finds the end of the first whole object or list in a stream of bytes, without parsing it.
///
/// A client may leave stdin open after its event: the reader then knows that it has it all.
package struct JSONBoundary {
    private var depth = 0
    private var inText = false
    private var escaped = false

    package init() {}

    /// Takes the next bytes of the stream.
    ///
    /// - Returns: whether the value is complete with them.
    package mutating func isComplete(after bytes: ArraySlice<UInt8>) -> Bool {
        for index in bytes.indices {
            let byte = bytes[index]
            if inText {
                if escaped {
                    escaped = false
                } else if byte == UInt8(ascii: "\\") {
                    escaped = true
                } else if byte == UInt8(ascii: "\"") {
                    inText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): inText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                // Below 0 it is no JSON, and nothing that may follow makes it one.
                if depth <= 0 { return true }
            default: continue
            }
        }
        return false
    }
}
