internal import RingbackModel
internal import AlertDelivery
internal import CLibnotify
internal import RingbackSystem

/// The desktop behind the session bus. Everything here may block.
///
/// Touched by the worker's thread only, which is why it may be handed to it.
final class Desktop: @unchecked Sendable {
    private let appName: String
    private let standing: StandingNotices
    private var connection: BusConnection?
    /// What the present service can do, by its unique name on the bus.
    private var known: (owner: String, capabilities: [String])?

    init(appName: String, standing: StandingNotices) {
        self.appName = appName
        self.standing = standing
    }

    /// Shows a notice.
    ///
    /// - Returns: its id, and who shows it.
    func show(
        _ notice: Notice, until deadline: Deadline
    ) throws(DesktopFailure) -> (id: UInt32, service: NotificationService) {
        let service = try service(until: deadline)
        takeSignals()
        if notify_is_initted() == 0 { unsafe notify_init(appName) }
        var notification = DesktopNotification(
            notice, appName: appName, service: service)
        do throws(BusError) {
            let id: UInt32
            do throws(BusError) {
                id = try notification.show()
            } catch {
                // GNOME Shell lets nobody replace what another connection has shown.
                guard error.kind == .refused, notification.replaces != 0 else { throw error }
                notification.replaces = 0
                id = try notification.show()
            }
            standing.shown(
                id, by: known?.owner ?? "", isKept: service.keepsNotices, ask: notice.alert.ask)
            return (id, service)
        } catch {
            throw DesktopFailure(error, of: service.title)
        }
    }

    /// Takes a notice away; whether that is done, nobody needs to know.
    func close(_ id: UInt32, until deadline: Deadline) {
        standing.withdrawn(id)
        _ = try? bus().call(
            .notifications, "CloseNotification", [.number(id)], replyType: "()", until: deadline)
    }

    /// The service that shows notices, started where that is needed.
    func service(until deadline: Deadline) throws(DesktopFailure) -> NotificationService {
        let bus = try bus()
        let owner = try owner(on: bus, until: deadline)
        do {
            // Asked each time: a service that hangs is found out here, where a call has an end.
            let answer = try bus.call(
                .notifications, "GetServerInformation", replyType: "(ssss)", until: deadline
            ).map(\.text)
            if known?.owner != owner {
                let capabilities = try bus.call(
                    .notifications, "GetCapabilities", replyType: "(as)", until: deadline)
                known = (owner, capabilities.flatMap(\.elements).map(\.text))
            }
            return NotificationService(
                name: answer[0], vendor: answer[1], version: answer[2], specification: answer[3],
                capabilities: known?.capabilities ?? [])
        } catch {
            throw DesktopFailure(error, of: "the notification service")
        }
    }

    /// The unique name of the service.
    private func owner(
        on bus: BusConnection, until deadline: Deadline
    ) throws(DesktopFailure) -> String {
        let name = BusValue.text(BusAddress.notifications.name)
        if let owner = try? bus.call(
            .bus, "GetNameOwner", [name], replyType: "(s)", until: deadline
        ).first?.text {
            return owner
        }
        do {
            _ = try bus.call(
                .bus, "StartServiceByName", [name, .number(0)], replyType: "(u)",
                milliseconds: 1000, until: deadline)
            let owner = try bus.call(
                .bus, "GetNameOwner", [name], replyType: "(s)", until: deadline)
            return owner.first?.text ?? ""
        } catch {
            switch error.kind {
            case .gone: throw .noService
            case .closed: throw .busLost
            case .timedOut: throw .notStarted("it takes more than a second")
            case .refused: throw .notStarted(error.message)
            }
        }
    }

    /// Lets the signals through that have come already: libnotify sends a notice to the service
    /// that it has heard of last, which may have been followed by another.
    private func takeSignals() {
        let context = unsafe g_main_context_get_thread_default()
        for _ in 0..<100 where unsafe g_main_context_iteration(context, 0) == 0 { return }
    }

    /// The connection, made anew where it was lost.
    private func bus() throws(DesktopFailure) -> BusConnection {
        if let connection, !connection.isClosed { return connection }
        // Libnotify must let go of the old connection, too, or GIO would give it to us again.
        if connection != nil { notify_uninit() }
        connection = nil
        known = nil
        guard let bus = try? BusConnection(), !bus.isClosed else { throw .busLost }
        let standing = standing
        bus.onClose { standing.busLost() }
        standing.listen(on: bus)
        standing.busFound()
        connection = bus
        return bus
    }
}

extension DesktopFailure {
    /// What a failed call says about the service that was called.
    fileprivate init(_ error: BusError, of service: String) {
        self =
            switch error.kind {
            case .timedOut: .silent
            case .closed: .busLost
            case .gone: .left(service: service)
            case .refused: .refused(service: service, message: error.message)
            }
    }
}
