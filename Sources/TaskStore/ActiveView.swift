internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem

/// What stands in `active.json`: a line for each task, which is decoded only when somebody asks for
/// it, so that a thousand tasks at work cost an event little more than five do.
struct ActiveView {
    private(set) var file: ViewFile
    var reservations: [Reservation]
    private let layout: StoreLayout

    init(tasks: [TaskRecord], reservations: [Reservation], in store: TaskStore) {
        file = ViewFile()
        self.reservations = reservations
        layout = store.location.layout
        for task in tasks { file.put(View.entry(task, in: store), id: task.id) }
    }

    /// Reads the view; `nil` where it is missing or broken.
    init?(in store: TaskStore) {
        guard let bytes = View.active.bytes(in: store) else { return nil }
        self.init(tasks: [], reservations: [], in: store)
        if let file = ViewFile(bytes) {
            self.file = file
            reservations = Self.reservations(in: ViewFile.head(of: bytes))
            return
        }
        // Another hand has written it.
        guard let json = try? JSON.parse(bytes), let entries = json["tasks"]?.array else {
            return nil
        }
        let tasks = entries.compactMap { $0.object.flatMap(store.location.layout.record(from:)) }
        for task in tasks where !task.status.isTerminal { put(task, in: store) }
        reservations = Self.reservations(in: json)
    }

    private static func reservations(in json: JSON?) -> [Reservation] {
        json?["reservations"]?.array?.compactMap(Reservation.init) ?? []
    }

    /// All tasks, oldest first.
    var tasks: [TaskRecord] { file.lines.compactMap(record(from:)) }

    /// A task; `nil` where it does not stand here.
    func task(_ id: String) -> TaskRecord? { file.line(id).flatMap(record(from:)) }

    func contains(_ id: String) -> Bool { file.line(id) != nil }

    private func record(from line: ArraySlice<UInt8>) -> TaskRecord? {
        guard let record = (try? JSON.parse(Array(line)))?.object.flatMap(layout.record(from:)),
            !record.status.isTerminal
        else { return nil }
        return record
    }

    /// Puts a task in the place of its older line, or at the end.
    mutating func put(_ task: TaskRecord, in store: TaskStore) {
        file.update(View.entry(task, in: store), id: task.id)
    }

    mutating func remove(_ id: String) { file.remove(id) }

    /// The tasks whose process is not alive: that of their agent, or of their supervisor.
    ///
    /// - Parameter isAlive: is asked once for each process.
    func tasks(ofDead isAlive: (Client) -> Bool) -> [TaskRecord] {
        var known: [(text: ArraySlice<UInt8>, isAlive: Bool)] = []
        let pending = word(.pending)
        return file.lines.compactMap { line in
            // Nobody keeps what waits.
            if Self.line(line, has: pending) { return nil }
            // Within a text the quotes would be escaped.
            guard
                let text = line.member(behind: Self.supervisor) ?? line.member(behind: Self.client)
            else { return nil }
            if let process = known.first(where: { $0.text == text }) {
                return process.isAlive ? nil : record(from: line)
            }
            guard let task = record(from: line), let keeper = task.keeper else { return nil }
            known.append((text, isAlive(keeper)))
            return known.last?.isAlive == true ? nil : task
        }
    }

    private static let supervisor = Array("\"supervisor\":{".utf8)
    private static let client = Array("\"client\":{".utf8)
    private static let status = Array("\"status\":\"".utf8)

    /// How a status stands in a line, with its closing quote.
    private func word(_ status: TaskStatus) -> [UInt8] {
        Array((layout.word(for: status) + "\"").utf8)
    }

    /// Whether a line, undecoded, is of a task in that status.
    private static func line(_ line: ArraySlice<UInt8>, has word: [UInt8]) -> Bool {
        guard let start = line.index(of: status) else { return false }
        return line[(start + status.count)...].starts(with: word)
    }

    /// Whether a task waits for a slot: in the queue, or because it was answered.
    var hasWaiting: Bool {
        let pending = word(.pending)
        return file.lines.contains {
            Self.line($0, has: pending) || $0.index(of: Self.isAnswered) != nil
        }
    }

    /// The paused tasks that were answered and may go on, oldest first.
    var answered: [TaskRecord] {
        file.lines.filter { $0.index(of: Self.isAnswered) != nil }.compactMap(record(from:))
    }

    private static let isAnswered = Array("\"answered\":true".utf8)

    /// The ids of those in the queue, first come first: looked for as far as they are asked for.
    var waiting: some Sequence<String> {
        let pending = word(.pending)
        let lines = file.lines.lazy.filter { Self.line($0, has: pending) }
        return lines.compactMap { line -> String? in
            let text = line.dropFirst(Self.id.count)
            guard line.starts(with: Self.id), let end = text.firstIndex(of: UInt8(ascii: "\""))
            else { return record(from: line)?.id }
            return String(decoding: text[..<end], as: UTF8.self)
        }
    }

    private static let id = Array("{\"id\":\"".utf8)

    /// When the task came that stands last; `nil` where none does, or nothing tells.
    var youngest: Timestamp? {
        guard let line = file.lines.last, let start = line.index(of: Self.created) else {
            return nil
        }
        let text = line[(start + Self.created.count)...].prefix { $0 != UInt8(ascii: "\"") }
        return Timestamp(String(decoding: text, as: UTF8.self))
    }

    private static let created = Array("\"created_at\":\"".utf8)

    /// How many slots are taken: by tasks that nobody but us runs, and by those that an agent runs
    /// in the background, where they count too.
    func running(withAgents: Bool) -> Int {
        let background = Array("\"background\":true".utf8)
        let running = word(.running)
        return file.lines.count { line in
            Self.line(line, has: running)
                && (line.index(of: Self.client) == nil
                    || withAgents && line.index(of: background) != nil)
        }
    }

    /// Whether both would be written alike.
    func isSame(as other: ActiveView) -> Bool {
        file.lines == other.file.lines && reservations == other.reservations
    }

    func write(to store: TaskStore) throws(SystemError) {
        let extra: JSONObject =
            reservations.isEmpty ? [:] : ["reservations": .array(reservations.map(\.json))]
        try FileSystem.replace(
            View.active.path(in: store), with: file.text(extra), isDeferred: true)
    }
}

extension ArraySlice<UInt8> {
    /// What stands between a mark and the next closing brace.
    fileprivate func member(behind mark: [UInt8]) -> ArraySlice<UInt8>? {
        guard let start = index(of: mark) else { return nil }
        let rest = self[start...]
        return rest.firstIndex(of: UInt8(ascii: "}")).map { rest[..<$0] }
    }
}
