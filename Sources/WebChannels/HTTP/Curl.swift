internal import CLibcurl

/// libcurl, which is loaded when it is first needed.
enum Curl {
    static var isThere: Bool { cc_load() }

    /// What a code means, in libcurl's words.
    static func words(_ code: CURLcode) -> String {
        unsafe cc_words(code).map { unsafe String(cString: $0) } ?? "error \(code.rawValue)"
    }
}
