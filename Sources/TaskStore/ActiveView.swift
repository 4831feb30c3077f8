internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem

/// What stands in `active.json`.
struct ActiveView: Equatable {
    var tasks: [TaskRecord]
    var reservations: [Reservation]

    init(tasks: [TaskRecord], reservations: [Reservation]) {
        self.tasks = tasks
        self.reservations = reservations
    }

    /// Reads the view; `nil` where it is missing or broken.
    init?(in store: TaskStore) {
        guard let bytes = View.active.bytes(in: store), let json = try? JSON.parse(bytes),
            let entries = json["tasks"]?.array
        else { return nil }
        let layout = store.location.layout
        tasks = entries.compactMap { $0.object.flatMap(layout.record(from:)) }
            .filter { !$0.status.isTerminal }
        reservations = json["reservations"]?.array?.compactMap(Reservation.init) ?? []
    }

    func write(to store: TaskStore) throws(SystemError) {
        var file = ViewFile()
        for task in tasks { file.put(View.entry(task, in: store), id: task.id) }
        let extra: JSONObject =
            reservations.isEmpty ? [:] : ["reservations": .array(reservations.map(\.json))]
        try FileSystem.replace(
            View.active.path(in: store), with: file.text(extra), isDeferred: true)
    }
}
