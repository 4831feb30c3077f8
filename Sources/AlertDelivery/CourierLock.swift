package import RingbackSystem

/// Who holds this lock delivers: there is one courier for a user, and it is there on demand.
package enum CourierLock {
    package static func path(_ paths: Paths) -> String { paths.state + "/courier.lock" }

    /// The descriptor on which a courier is born with its lock held.
    package static let inherited: CInt = 3

    /// Sees to it that somebody looks at the outbox, and does not wait for it.
    ///
    /// If the lock is free, a courier is started, and the lock goes over to it: so there is no
    /// moment in which two hooks start two. If it is held, its holder looks again before it leaves.
    ///
    /// - Parameter programs: of these the first that can be started is the courier.
    package static func wake(
        _ paths: Paths, programs: [(path: String, arguments: [String])]
    ) throws(SystemError) {
        try FileSystem.makeFolder(paths.state)
        guard let lock = try FileLock.ifFree(path(paths)) else { return }
        var failure: SystemError?
        for program in programs {
            do throws(SystemError) {
                try Subprocess.detach(program.path, program.arguments, passing: lock.descriptor)
                return
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }
}
