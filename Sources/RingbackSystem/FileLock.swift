internal import CSystem
internal import Glibc

/// An exclusive lock on a file, held until its owner goes, or dies: the kernel sees to that.
package struct FileLock: ~Copyable {
    package let descriptor: Descriptor

    /// Takes over a descriptor that holds the lock already.
    package init(inherited descriptor: consuming Descriptor) { self.descriptor = descriptor }

    /// Waits for the lock, first come, first served.
    ///
    /// - Parameters:
    ///   - path: the lock file, created where it is missing.
    ///   - milliseconds: how long to wait at most; after that `ETIMEDOUT` is thrown.
    package init(_ path: String, waiting milliseconds: Int) throws(SystemError) {
        let descriptor = try Self.open(path)
        if flock(descriptor.number, LOCK_EX | LOCK_NB) != 0 {
            let deadline = Deadline(milliseconds: milliseconds)
            // At least one: 0 would be for ever.
            guard cs_interrupt_after(max(1, milliseconds)) else { throw SystemError("lock", path) }
            defer { _ = cs_interrupt_after(0) }
            while flock(descriptor.number, LOCK_EX) != 0 {
                guard errno == EINTR else { throw SystemError("lock", path) }
                if deadline.hasPassed { throw SystemError("lock", path, code: ETIMEDOUT) }
            }
        }
        self.descriptor = descriptor
    }

    /// Gives the lock up. To be called where it must be held until then: a value that is not used
    /// any more may go earlier than its scope ends. The lock is free then, whoever else has the
    /// descriptor: a child that has not yet executed its program has them all.
    package consuming func release() {
        flock(descriptor.number, LOCK_UN)
        descriptor.close()
    }

    /// The lock, if nobody holds it now.
    package static func ifFree(_ path: String) throws(SystemError) -> FileLock? {
        let descriptor = try open(path)
        guard flock(descriptor.number, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw SystemError("lock", path) }
            return nil
        }
        return FileLock(inherited: descriptor)
    }

    private static func open(_ path: String) throws(SystemError) -> Descriptor {
        let number = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard number >= 0 else { throw SystemError("lock", path) }
        return Descriptor(owning: number)
    }
}
