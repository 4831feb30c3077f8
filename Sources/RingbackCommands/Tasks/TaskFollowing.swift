internal import Glibc
internal import RingbackModel
internal import RingbackSystem
internal import TaskRunner
internal import TaskStore

/// Shows what a task writes, as it comes, until it has ended.
struct TaskFollowing {
    private let context: CommandContext
    private let store: TaskStore
    private let id: String
    /// So much is read at once, in bytes.
    private static let piece = 1 << 18

    init(_ context: CommandContext, _ store: TaskStore, _ id: String) {
        self.context = context
        self.store = store
        self.id = id
    }

    /// - Returns: the exit code of the task, as a shell has it.
    func run() throws -> Int32 {
        let watch = try FolderWatch()
        _ = try watch.add(store.location.folder, telling: [.arrivals, .births, .content])
        let bell = Bell(context)
        let runner = context.runner(bell)
        // Whoever finds a slot free starts what waits; what is lost is found.
        try runner.change(store) { _ throws(SystemError) in }
        var shown = 0
        while true {
            // First the state, then the output: else the last words could be missed.
            let record = try store.record(id)
            shown = try show(from: shown, of: record, isLast: record?.status.isTerminal ?? true)
            guard let record, !record.status.isTerminal else {
                return record?.codeForShell ?? 1
            }
            if record.status == .pending {
                try runner.waitForStart(of: id, in: store)
                continue
            }
            let keeper = record.status == .running ? record.keeper.map(ProcessIdentity.init) : nil
            guard let keeper else {
                wait(watch, -1)
                continue
            }
            if let process = keeper.watch() {
                wait(watch, process.number)
                process.close()
            } else {
                try runner.look(at: [id], in: store)
            }
        }
    }

    /// Writes what has come since; on a terminal whole lines, so that nothing is torn that must be
    /// taken out of them.
    ///
    /// - Returns: how much of the file has been shown, in bytes.
    private func show(from start: Int, of record: TaskRecord?, isLast: Bool) throws -> Int {
        guard let record, let path = TaskOutputFile.path(of: record, in: store) else {
            return start
        }
        var place = start
        while let bytes = try FileSystem.read(path, from: place, limit: Self.piece), !bytes.isEmpty
        {
            guard context.output.isTerminal else {
                context.output.writeBytes(bytes)
                place += bytes.count
                continue
            }
            let end = bytes.lastIndex { $0 == 0x0A || $0 == 0x0D }.map { $0 + 1 }
            let count = isLast || bytes.count == Self.piece ? end ?? bytes.count : end ?? 0
            // What a task wrote must not command the terminal.
            let text = String(decoding: bytes[..<count], as: UTF8.self)
            context.output.write(PlainText.clean(text, limit: .max))
            place += count
            if count < bytes.count, !isLast { break }
        }
        return place
    }

    private func wait(_ watch: borrowing FolderWatch, _ process: CInt) {
        while true {
            var wanted = [watch.descriptor.number, process].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            guard unsafe poll(&wanted, 2, -1) > 0 else { continue }
            if wanted[1].revents != 0 { return }
            if watch.changes().contains(where: { $0.folder < 0 || $0.name.hasPrefix(id + ".") }) {
                return
            }
        }
    }
}
