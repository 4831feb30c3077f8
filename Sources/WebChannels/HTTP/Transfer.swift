internal import CLibcurl
internal import Glibc

/// A request under way. Touched by one thread only.
@safe final class Transfer {
    let request: HTTPRequest
    /// Called once, before the first byte of the body leaves this machine.
    private let departing: () -> Void
    /// How long all of it may take, in milliseconds.
    private let milliseconds: Int
    /// How much of the body libcurl has taken.
    private var departed = 0
    private var received: [UInt8] = []
    private var isTooLong = false
    private var headers: UnsafeMutablePointer<curl_slist>?
    private let words: UnsafeMutablePointer<CChar>
    let easy: UnsafeMutableRawPointer

    /// An answer that is longer is none, in bytes.
    static let longest = 1 << 20

    /// - Returns: `nil` where there is no libcurl, or no memory.
    init?(
        _ request: HTTPRequest, milliseconds: Int, authorities: String?,
        departing: @escaping () -> Void
    ) {
        guard Curl.isThere, let easy = unsafe cc_easy_init() else { return nil }
        self.request = request
        self.milliseconds = milliseconds
        self.departing = departing
        unsafe self.easy = easy
        unsafe words = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        setUp(authorities)
    }

    deinit {
        unsafe cc_easy_cleanup(easy)
        unsafe cc_free(headers)
        unsafe words.deallocate()
    }

    private func set(_ option: CURLoption, _ value: Int) {
        _ = unsafe cc_set_long(easy, option, value)
    }

    private func set(_ option: CURLoption, _ value: String) {
        _ = unsafe cc_set_text(easy, option, value)
    }

    private func setUp(_ authorities: String?) {
        set(CURLOPT_URL, request.url)
        set(CURLOPT_PROTOCOLS_STR, request.isLoopback ? "http,https" : "https")
        // An answer that leads elsewhere is none: a secret in the address would go along.
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        set(CURLOPT_CONNECTTIMEOUT_MS, min(milliseconds, 15_000))
        set(CURLOPT_TIMEOUT_MS, milliseconds)
        set(CURLOPT_USERAGENT, "ringback")
        if let authorities { set(CURLOPT_CAINFO, authorities) }
        if request.isLoopback { set(CURLOPT_PROXY, "") }
        if request.isStream {
            // A stream that says nothing for so long, not even that it is alive, is dead.
            set(CURLOPT_LOW_SPEED_LIMIT, 1)
            set(CURLOPT_LOW_SPEED_TIME, 120)
        }
        _ = unsafe cc_set_pointer(easy, CURLOPT_ERRORBUFFER, words)
        for header in request.headers + ["Expect:"] {
            unsafe headers = unsafe cc_append(headers, header)
        }
        _ = unsafe cc_set_pointer(easy, CURLOPT_HTTPHEADER, headers)
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        _ = unsafe cc_set_transfer(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
            let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
            return unsafe transfer.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        _ = unsafe cc_set_pointer(easy, CURLOPT_WRITEDATA, context)
        if request.body != nil { unsafe setUpBody(context) }
        if request.method == "HEAD" { set(CURLOPT_NOBODY, 1) }
    }

    private func setUpBody(_ context: UnsafeMutableRawPointer) {
        set(CURLOPT_POST, 1)
        // On a connection that is used again, libcurl itself may send a request twice.
        set(CURLOPT_FRESH_CONNECT, 1)
        set(CURLOPT_FORBID_REUSE, 1)
        let count = curl_off_t(request.body?.count ?? 0)
        _ = unsafe cc_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, count)
        _ = unsafe cc_set_transfer(easy, CURLOPT_READFUNCTION) { bytes, size, count, context in
            guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
            let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
            return unsafe transfer.give(
                UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
        }
        _ = unsafe cc_set_pointer(easy, CURLOPT_READDATA, context)
    }

    /// Takes a piece of the answer.
    private func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard received.count + bytes.count <= Self.longest else {
            isTooLong = true
            return 0
        }
        unsafe received.append(contentsOf: bytes)
        return bytes.count
    }

    /// Gives a piece of the body away.
    private func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        if departed == 0 { departing() }
        let piece = request.body?[departed...].prefix(buffer.count) ?? []
        unsafe buffer.copyBytes(from: piece)
        departed += piece.count
        return piece.count
    }

    /// The lines of a stream that have come whole since it was last asked.
    func takeLines() -> [[UInt8]] {
        guard let end = received.lastIndex(of: 0x0A) else { return [] }
        let lines = received[...end].split(separator: 0x0A).map { Array($0) }
        received.removeSubrange(...end)
        return lines
    }

    /// What has come of it, once libcurl is done with it.
    func outcome(_ code: CURLcode) -> Result<HTTPResponse, HTTPFailure> {
        if code == CURLE_OK {
            let seconds = unsafe Int(cc_get_offset(easy, CURLINFO_RETRY_AFTER))
            let status = unsafe cc_get_long(easy, CURLINFO_RESPONSE_CODE)
            return .success(
                HTTPResponse(
                    status: status, body: received, retryAfter: seconds > 0 ? seconds : nil))
        }
        let isGone = request.body.map { departed >= $0.count } ?? false
        let (reason, remedy) = words(for: code)
        return .failure(HTTPFailure(reason: reason, remedy: remedy, mayHaveArrived: isGone))
    }

    private func words(for code: CURLcode) -> (reason: String, remedy: String) {
        switch code {
        case CURLE_OPERATION_TIMEDOUT:
            return ("does not answer within \(max(1, milliseconds / 1000)) s", "")
        case CURLE_WRITE_ERROR where isTooLong:
            return ("answers more than \(Self.longest >> 10) KiB", "")
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE:
            return ("has broken off before its answer was whole", "")
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
            return (
                "can't be trusted: \(detail(code))",
                "if a proxy of your own stands before it, name its certificate in SSL_CERT_FILE"
            )
        default: return ("can't be reached: \(detail(code))", "")
        }
    }

    private func detail(_ code: CURLcode) -> String {
        let said = unsafe String(cString: words)
        return said.isEmpty ? Curl.words(code) : said
    }
}
