internal import LosslessJSON
internal import AgentHooks
internal import AlertDelivery
internal import RingbackModel
internal import RingbackSystem
internal import TaskStore

/// Puts alerts down for the courier and wakes it: all that any command or hook has to do with
/// delivery.
final class Bell {
    private let context: CommandContext
    private let outbox: Outbox
    private(set) var hasRung = false

    init(_ context: CommandContext) {
        self.context = context
        outbox = Outbox(context.paths)
    }

    /// Puts an item down. A disk that is full costs the alert, never the work behind it.
    func put(_ item: Outbox.Item) {
        do {
            try outbox.put(item)
            hasRung = true
        } catch {
            context.note("an alert is lost: \(error)")
        }
    }

    /// The alerts for tasks that ended.
    func alerts(for ended: [TaskRecord], in store: TaskStore) -> [Alert] {
        // What an agent that we launched runs within itself is its own affair: its task's end tells.
        let isWithinTask = context.environment["RINGBACK_TASK_ID"] != nil
        return ended.compactMap { record in
            let origin = record[name: "origin"].map(Origin.init)
            guard origin != nil || !isWithinTask else { return nil }
            let agent = record[name: "client_name"]?.string ?? record[text: .with]
            var alert = AlertComposer.taskEnded(
                record, store: store.location.folder, agent: agent.flatMap(Agent.init),
                at: context.now())
            alert?.record = store.location.record(record.id)
            // It rings where it was launched, whoever finds that it has ended.
            alert?.origin = origin ?? context.origin
            return alert
        }
    }

    /// Puts down an alert for each task that ended.
    ///
    /// - Returns: the ids of the tasks of which the courier will tell.
    func announce(_ ended: [TaskRecord], in store: TaskStore) -> [String] {
        let alerts = alerts(for: ended, in: store)
        for alert in alerts { put(.show(alert)) }
        return alerts.compactMap(\.task)
    }

    /// Wakes the courier, if there is something for it to do.
    ///
    /// - Parameter looks: whether an item counts that somebody else has put down, who may have been
    ///   killed before waking it.
    func wake(looking looks: Bool = false) {
        guard hasRung || looks && outbox.hasNews else { return }
        do {
            try CourierLock.wake(context.paths, programs: context.courierPrograms)
        } catch {
            context.note("no courier could be started: \(error)")
        }
    }
}

extension CommandContext {
    /// The courier beside this program; where that is missing, this program itself, which has no
    /// libnotify but all the rest.
    var courierPrograms: [(path: String, arguments: [String])] {
        let folder = executable.lastIndex(of: "/").map { executable[..<$0] } ?? "."
        return [("\(folder)/ringback-courier", []), (executable, ["courier"])]
    }

    /// Where this process runs, for the alerts that come of it.
    var origin: Origin { OriginProbe(environment: environment).origin }

    /// Writes a line into the log of problems.
    func note(_ message: String) {
        ProblemLog(paths).add(PlainText.line(message, limit: 500), at: now().text())
    }
}
