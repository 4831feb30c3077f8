internal import Glibc
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem
internal import TaskStore

/// A task whose child stands at its gate, or runs.
final class RunningTask {
    let id: String
    let isAgent: Bool
    let timeout: Double?
    let child: ChildProcess
    let output: OutputFile
    private var hasBegun = false

    /// Starts the child of a task; nothing of its program runs before ``begin()``.
    ///
    /// - Throws: ``StartError`` where it can't be started.
    init(
        _ task: TaskRecord, in store: TaskStore, _ saved: EnvironmentSnapshot?, outputLimit: Int
    ) throws(StartError) {
        guard let saved else {
            throw StartError("the environment that it was launched from is gone")
        }
        var environment = saved
        for member in task[name: "env_overrides"]?.object?.members ?? [] {
            environment.set(member.key, to: member.value.string ?? "")
        }
        environment.set("RINGBACK_TASK_ID", to: task.id)
        environment.set("RINGBACK_STORE", to: store.location.folder)
        let folder = task[text: .cwd] ?? "/"
        environment.set("PWD", to: folder)
        let argv = task.argv
        guard let path = environment.environment.executable(argv[0], from: folder) else {
            throw StartError("there is no program '\(PlainText.line(argv[0], limit: 200))'")
        }
        id = task.id
        isAgent = task[text: .type] == "agent"
        timeout = task.timeout
        do throws(SystemError) {
            output = try OutputFile(
                store.location.output(task.id), limit: outputLimit,
                goesOn: !task.questions.isEmpty)
            child = try ChildProcess(
                path, argv, environment: environment.entries, folder: folder)
        } catch  where error.code == EAGAIN || error.code == ENOMEM {
            throw StartError("the system has no more processes (\(error.reason))")
        } catch {
            throw StartError("\(error)")
        }
    }

    /// Lets the child begin.
    func begin() {
        hasBegun = true
        try? child.open()
    }

    /// A child at its gate has all that we had open when it was born, the store's lock too: where
    /// that it starts can't be written, it must go.
    deinit { if !hasBegun { kill(pid_t(child.pid), SIGKILL) } }

    /// The child, as the record keeps it.
    var process: JSON {
        ProcessIdentity(ofRunning: child.pid).map { Client($0).json } ?? .null
    }
}

/// Why a task could not be started, in words that follow "Could not start: ".
struct StartError: Error {
    var reason: String

    init(_ reason: String) { self.reason = reason }
}
