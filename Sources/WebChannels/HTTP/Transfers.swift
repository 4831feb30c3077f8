internal import CLibcurl

/// The requests of one thread, several at once.
@safe final class Transfers {
    private let multi: UnsafeMutableRawPointer?
    private var running: [Transfer] = []
    /// A file of certificates to trust in the place of the system's.
    private let authorities: String?
    /// How long a request may take that does not say, in milliseconds.
    private let milliseconds: Int

    init(authorities: String?, milliseconds: Int) {
        self.authorities = authorities
        self.milliseconds = milliseconds
        unsafe multi = Curl.isThere ? unsafe cc_multi_init() : nil
    }

    deinit {
        guard let multi = unsafe multi else { return }
        for transfer in running { unsafe cc_multi_remove(multi, transfer.easy) }
        running = []
        unsafe cc_multi_cleanup(multi)
    }

    /// Begins a request.
    ///
    /// - Parameter departing: called once, before the first byte of its body leaves this machine.
    /// - Returns: `nil` where there is no memory for it.
    func start(_ request: HTTPRequest, departing: @escaping () -> Void = {}) -> Transfer? {
        guard unsafe multi != nil,
            let transfer = Transfer(
                request, milliseconds: request.milliseconds ?? milliseconds,
                authorities: authorities, departing: departing)
        else { return nil }
        running.append(transfer)
        unsafe cc_multi_add(multi, transfer.easy)
        return transfer
    }

    /// Breaks a request off.
    func cancel(_ transfer: Transfer) {
        unsafe cc_multi_remove(multi, transfer.easy)
        running.removeAll { $0 === transfer }
    }

    /// A request that is through.
    struct Finished {
        let transfer: Transfer
        let outcome: Result<HTTPResponse, HTTPFailure>
    }

    /// Goes on with all of them, waits for at most so many milliseconds until something happens.
    ///
    /// - Returns: those that are through.
    func proceed(milliseconds: Int) -> [Finished] {
        guard let multi = unsafe multi else { return [] }
        unsafe cc_multi_perform(multi)
        let finished = takeFinished()
        guard finished.isEmpty else { return finished }
        unsafe cc_multi_wait(multi, CInt(clamping: max(0, milliseconds)))
        unsafe cc_multi_perform(multi)
        return takeFinished()
    }

    private func takeFinished() -> [Finished] {
        var finished: [Finished] = []
        var code = CURLE_OK
        while let easy = unsafe cc_multi_next(multi, &code) {
            guard let transfer = running.first(where: { unsafe $0.easy == easy }) else {
                continue
            }
            finished.append(Finished(transfer: transfer, outcome: transfer.outcome(code)))
            cancel(transfer)
        }
        return finished
    }

    /// What ends a wait of ``proceed(milliseconds:)``, from any thread.
    @safe struct Waker: @unchecked Sendable {
        fileprivate let multi: UnsafeMutableRawPointer?
        func wake() { unsafe cc_multi_wake(multi) }
    }

    /// To be used as long as this object lives.
    var waker: Waker { unsafe Waker(multi: multi) }

    /// Does one request to its end.
    static func perform(
        _ request: HTTPRequest, authorities: String?, milliseconds: Int
    ) -> Result<HTTPResponse, HTTPFailure> {
        let transfers = Transfers(authorities: authorities, milliseconds: milliseconds)
        guard transfers.start(request) != nil else {
            return .failure(HTTPFailure.noLibrary)
        }
        while true {
            if let first = transfers.proceed(milliseconds: 1000).first { return first.outcome }
        }
    }
}
