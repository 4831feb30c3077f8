internal import Glibc
internal import LosslessJSON
package import RingbackModel
package import RingbackSystem
package import TaskStore

/// What is done for a store now and then, by a process that nobody waits for: what waits is
/// started, what is left of lost tasks is stopped, what is old is removed.
package struct Housekeeping {
    private let runner: Runner
    private let store: TaskStore

    package init(_ runner: Runner, _ store: TaskStore) {
        self.runner = runner
        self.store = store
    }

    /// The file whose age tells when it was done last.
    private var mark: String { store.location.folder + "/.swept" }

    /// How often old tasks are looked for, in seconds.
    private static let interval = 6.0 * 3600

    /// Whether it is time again. Costs one system call.
    package static func isDue(for store: TaskStore, at now: Timestamp) -> Bool {
        let mark = FileSystem.status(store.location.folder + "/.swept")
        guard let modified = mark?.modified else {
            return FileSystem.status(store.location.folder) != nil
        }
        return now.seconds(since: Timestamp(nanoseconds: modified)) > interval
    }

    /// Starts a process that does it.
    package static func start(for store: TaskStore, program: String) throws(SystemError) {
        try Subprocess.detach(program, ["supervise", "--store", store.location.folder])
    }

    package func run() throws(SystemError) {
        try runner.change(store) { _ throws(SystemError) in }
        stopRemnants()
        _ = try runner.prune(store, including: .unattended)
        try sweepIfDue()
    }

    func sweepIfDue() throws(SystemError) {
        guard Self.isDue(for: store, at: runner.now()) else { return }
        try FileSystem.replace(mark, with: [], isDeferred: true)
        SavedEnvironment.sweep(store, runner.paths, at: runner.now())
        let retention = runner.settings(store.location).retention
        _ = try Sweep(runner, store).run(keeping: Sweep.Limits(retention))
    }

    /// Stops processes of tasks that have ended: only where supervisor and guard were killed at
    /// once are there any. They are known by the variables that they were born with.
    private func stopRemnants() {
        guard let boot = ProcessIdentity.currentBoot else { return }
        let place = Array("RINGBACK_STORE=\(store.location.folder)\0".utf8)
        for name in FileSystem.names(in: "/proc") {
            guard let pid = Int(name), let entry = ProcessEntry(pid), pid != Int(getpid()),
                let environment = FileSystem.pseudoFile("/proc/\(pid)/environ"),
                environment[...].index(of: place) != nil,
                let id = EnvironmentSnapshot(bytes: environment)["RINGBACK_TASK_ID"],
                let task = (try? store.record(id)) ?? nil,
                task.status.isTerminal, !task.argv.isEmpty, !isOurs(pid),
                let supervisor = task.supervisor, !ProcessIdentity(supervisor).isAlive
            else { continue }
            ProcessIdentity(pid: pid, start: entry.start, boot: boot).send(SIGKILL)
        }
    }

    /// Whether it is a supervisor or a courier, which a task may have started for others.
    private func isOurs(_ pid: Int) -> Bool {
        let words = FileSystem.pseudoFile("/proc/\(pid)/cmdline")?.split(separator: 0) ?? []
        guard let program = words.first?.split(separator: UInt8(ascii: "/")).last else {
            return false
        }
        return program.elementsEqual("ringback-courier".utf8)
            || program.elementsEqual("ringback".utf8) && words.count > 1
                && (words[1].elementsEqual("supervise".utf8)
                    || words[1].elementsEqual("courier".utf8))
    }
}
