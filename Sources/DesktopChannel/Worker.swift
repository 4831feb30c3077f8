internal import CLibnotify
internal import Glibc
internal import RingbackSystem
internal import Synchronization

/// A thread with a main loop of GLib's, where calls may take as long as they like: whoever asked
/// waits for them no longer than he wants.
@safe final class Worker: Sendable {
    private nonisolated(unsafe) let context: OpaquePointer
    private let isBusy = Atomic(false)

    init() {
        unsafe context = unsafe g_main_context_new()
        // Signals are for the thread that made us: its waits are ended by them.
        var all = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        let thread = unsafe g_thread_new(
            "desktop",
            { context in
                guard let context = unsafe context else { return nil }
                // The signals of the bus come to the context of the thread that asks for them.
                unsafe g_main_context_push_thread_default(OpaquePointer(context))
                unsafe g_main_loop_run(g_main_loop_new(OpaquePointer(context), 0))
                return nil
            }, unsafe UnsafeMutableRawPointer(context))
        unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
        unsafe g_thread_unref(thread)
    }

    /// Does something on the thread and waits for what comes out of it.
    ///
    /// What has begun is not stopped: it goes on after the deadline, and until it is through,
    /// nothing else is begun.
    func run<Answer: Sendable>(
        until deadline: Deadline, _ work: @escaping @Sendable () -> Answer
    ) throws(DesktopFailure) -> Answer {
        guard !isBusy.exchange(true, ordering: .acquiringAndReleasing) else { throw .stillSilent }
        let answer = Pending<Answer>()
        let job = Callback<Void> { [self] in
            let result = work()
            isBusy.store(false, ordering: .releasing)
            answer.arrive(result)
        }
        unsafe g_main_context_invoke_full(
            context, G_PRIORITY_DEFAULT,
            { job in
                unsafe Callback.call(job, ())
                return 0
            },
            job.retained(), { job in unsafe Callback<Void>.release(job) })
        guard let result = answer.wait(until: deadline) else { throw .silent }
        return result
    }
}

/// A value that another thread will give.
@safe private final class Pending<Value: Sendable>: Sendable {
    private nonisolated(unsafe) let bell: OpaquePointer = unsafe g_async_queue_new()
    private let value = Mutex<Value?>(nil)

    deinit { unsafe g_async_queue_unref(bell) }

    func arrive(_ value: Value) {
        self.value.withLock { $0 = value }
        // The queue carries no null pointers, and nobody looks at what it carries.
        unsafe g_async_queue_push(bell, UnsafeMutableRawPointer(bell))
    }

    /// Returns `nil` where it has not come before the deadline.
    func wait(until deadline: Deadline) -> Value? {
        let microseconds = guint64(deadline.milliseconds) * 1000
        _ = unsafe g_async_queue_timeout_pop(bell, microseconds)
        return value.withLock { $0 }
    }
}
