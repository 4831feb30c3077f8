internal import Glibc
internal import RingbackSystem

/// Something that a thread can ring and others can wait for, also among descriptors.
final class Bell: Sendable {
    private let inlet: CInt
    /// Readable as long as it rings.
    let outlet: CInt

    /// - Returns: `nil` where there are no more descriptors.
    init?() {
        var ends: [CInt] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        outlet = ends[0]
        inlet = ends[1]
    }

    deinit {
        close(inlet)
        close(outlet)
    }

    func ring() {
        var byte: UInt8 = 1
        // A full pipe rings as well.
        _ = unsafe write(inlet, &byte, 1)
    }

    func silence() {
        var bytes = [UInt8](repeating: 0, count: 512)
        while unsafe read(outlet, &bytes, bytes.count) > 0 {}
    }

    /// Waits until it rings, and silences it.
    func wait(until deadline: Deadline) {
        _ = Readiness.wait(for: [outlet], milliseconds: Int(deadline.milliseconds))
        silence()
    }
}

/// A thread of our own.
enum WorkerThread {
    private final class Job {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs something on a new thread, which no signal comes to.
    ///
    /// - Returns: whether there is one.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        // Signals are for the thread that made us: its waits are ended by them.
        var all = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        let job = unsafe Unmanaged.passRetained(Job(body))
        var thread = pthread_t()
        let code = unsafe pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer = unsafe pointer else { return nil }
                unsafe Unmanaged<Job>.fromOpaque(pointer).takeRetainedValue().body()
                return nil
            }, job.toOpaque())
        guard code == 0 else {
            unsafe job.release()
            return false
        }
        pthread_detach(thread)
        return true
    }
}
