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

    /// The tasks whose agent is not alive.
    ///
    /// - Parameter isAlive: is asked once for each agent.
    func tasks(ofDead isAlive: (Client) -> Bool) -> [TaskRecord] {
        let mark = Array("\"client\":{".utf8)
        var known: [(text: ArraySlice<UInt8>, isAlive: Bool)] = []
        return file.lines.compactMap { line in
            // Within a text the quotes would be escaped.
            guard let text = line.member(behind: mark) else { return nil }
            if let agent = known.first(where: { $0.text == text }) {
                return agent.isAlive ? nil : record(from: line)
            }
            guard let task = record(from: line), let client = task.client else { return nil }
            known.append((text, isAlive(client)))
            return known.last?.isAlive == true ? nil : task
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
        var rest = self
        while let start = rest.firstIndex(of: mark[0]) {
            rest = rest[start...]
            if rest.starts(with: mark) {
                return rest.firstIndex(of: UInt8(ascii: "}")).map { rest[..<$0] }
            }
            rest = rest.dropFirst()
        }
        return nil
    }
}
