internal import CSystem
internal import Glibc

/// The processes below this one: its children, their children, and the orphans of them all, which
/// come to a process that adopts orphans.
///
/// What Ringback itself has started from below for others stands beside: a supervisor of another
/// task, a courier. They are adopted as well, and must not end with this task.
package enum ProcessTree {
    /// Makes this process adopt orphans, so that no descendant gets away by a double fork or a
    /// session of its own.
    package static func adoptOrphans() { _ = cs_adopt_orphans() }

    /// Whether there is none. Costs one system call, where nothing of ours has been adopted.
    package static var isEmpty: Bool { !cs_has_children() || processes.isEmpty }

    /// All of them that run now, in no order.
    package static var processes: [ProcessIdentity] {
        guard let boot = ProcessIdentity.currentBoot else { return [] }
        var children: [Int: [ProcessEntry]] = [:]
        for name in FileSystem.names(in: "/proc") {
            guard let pid = Int(name), let entry = ProcessEntry(pid) else { continue }
            children[entry.parent, default: []].append(entry)
        }
        var found: [ProcessIdentity] = []
        var parents = [Int(getpid())]
        while let parent = parents.popLast() {
            for child in children.removeValue(forKey: parent) ?? [] where !child.isOfRingback {
                found.append(ProcessIdentity(pid: child.pid, start: child.start, boot: boot))
                parents.append(child.pid)
            }
        }
        return found
    }

    /// Asks all of them to end. A stopped one is woken, so that it hears.
    package static func terminate() {
        for process in processes {
            process.send(SIGTERM)
            process.send(SIGCONT)
        }
    }

    /// Kills all of them, also those that are born meanwhile, and takes what is left of each.
    ///
    /// - Parameters:
    ///   - milliseconds: after these it gives up: a process may belong to another user, or hang in
    ///     the kernel.
    ///   - reaped: is given how each child ended.
    /// - Returns: whether none is left.
    @discardableResult
    package static func kill(
        milliseconds: Int, reaped: (ProcessEnding) -> Void = { _ in }
    ) -> Bool {
        let deadline = Deadline(milliseconds: milliseconds)
        while true {
            while let ending = Reaper.next() { reaped(ending) }
            if isEmpty { return true }
            if deadline.hasPassed { return false }
            for process in processes { process.send(SIGKILL) }
            usleep(1000)
        }
    }
}

extension ProcessEntry {
    /// Whether it is a supervisor or a courier: one of our programs, which leads a session of its
    /// own.
    fileprivate var isOfRingback: Bool {
        guard session == pid, let program = Process.link("/proc/\(pid)/exe") else { return false }
        // The program may have been replaced by a newer one.
        let name = program.split(separator: "/").last.map { $0.prefix { $0 != " " } }
        guard name == "ringback" else { return name == "ringback-courier" }
        let words = FileSystem.pseudoFile("/proc/\(pid)/cmdline")?.split(separator: 0)
        return words?.dropFirst().first.map {
            $0.elementsEqual("supervise".utf8) || $0.elementsEqual("courier".utf8)
        } ?? false
    }
}

extension ProcessIdentity {
    /// Sends a signal to this very process: not to a later one with its number.
    ///
    /// - Returns: whether it was there and took it.
    @discardableResult
    package func send(_ signal: CInt) -> Bool {
        let number = cs_pidfd_open(pid_t(pid))
        guard number >= 0 else { return false }
        let descriptor = Descriptor(owning: number)
        // Whoever has the number now keeps it as long as the descriptor is open.
        return isAlive && cs_pidfd_signal(descriptor.number, signal)
    }

    /// A descriptor that becomes readable when it ends; `nil` where it has.
    package func watch() -> Descriptor? {
        let number = cs_pidfd_open(pid_t(pid))
        guard number >= 0 else { return nil }
        let descriptor = Descriptor(owning: number)
        guard isAlive else { return nil }
        return descriptor
    }

    /// This process.
    package static var current: ProcessIdentity? { ProcessIdentity(ofRunning: Int(getpid())) }
}
