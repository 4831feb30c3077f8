package import AlertDelivery
internal import Glibc
package import RingbackModel
package import RingbackSystem

/// The desktop's notifications, by libnotify.
///
/// One for a process, because libnotify and the session bus are. No call takes longer than 1.2 s:
/// libnotify waits up to 25 s for a service that hangs, so it does that on a thread of its own.
package final class DesktopChannel: Channel {
    package let name = ChannelName.desktop

    private let environment: Environment
    private let runtimeFolder: String
    private let standing = StandingNotices()
    private let desktop: Desktop
    private lazy var worker = Worker()
    /// The bus that this process talks to, and that bus's own name.
    private var bus: (address: String, identity: String)?
    /// The service that answered last.
    private var service: NotificationService?

    /// - Parameters:
    ///   - environment: for the addresses of the session bus, which are read now.
    ///   - appName: what the service calls the sender.
    ///   - runtimeFolder: where the bus of the login session is, if nothing else names one.
    package init(
        environment: Environment, appName: String = "Ringback",
        runtimeFolder: String = SessionBus.runtimeFolder
    ) {
        // Libnotify finds the address in the process's environment, which changes: ours stays.
        let names = ["DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"]
        let values = names.compactMap { name in environment[name].map { (name, $0) } }
        self.environment = Environment(Dictionary(uniqueKeysWithValues: values))
        self.runtimeFolder = runtimeFolder
        desktop = Desktop(appName: appName, standing: standing)
    }

    package func show(_ notice: Notice) -> Delivery {
        do {
            let (id, service) = try ask(origin: notice.alert.origin.bus) {
                [desktop] deadline throws(DesktopFailure) in
                try desktop.show(notice, until: deadline)
            }
            self.service = service
            return .shown(id: id, detail: service.title)
        } catch {
            return error.delivery
        }
    }

    package func withdraw(id: UInt32) {
        try? ask(origin: nil) { [desktop] deadline throws(DesktopFailure) in
            desktop.close(id, until: deadline)
        }
    }

    /// Shows it again: the service tells whoever has shown a notice last what became of it.
    package func resume(_ notice: Notice, id: UInt32) -> Delivery {
        var notice = notice
        notice.replaces = id
        notice.sound = nil
        return show(notice)
    }

    package var replySignal: CInt? { standing.replies.signal }

    package func replies() -> [Reply] { standing.replies.take() }

    package var holdsNotices: Bool { standing.areAtRisk }

    /// Starts the service if need be, as ``show(_:)`` would.
    package func probe() -> Delivery? {
        do {
            let service = try ask(origin: nil) { [desktop] deadline throws(DesktopFailure) in
                try desktop.service(until: deadline)
            }
            self.service = service
            return .shown(id: 0, detail: service.title)
        } catch {
            return error.delivery
        }
    }

    package var facts: [(name: String, value: String)] {
        (bus.map { [("bus", $0.address)] } ?? []) + (service?.facts ?? [])
    }

    /// Has something done on the worker's thread, within the time of one call.
    private func ask<Answer: Sendable>(
        origin: String?,
        _ work: @escaping @Sendable (Deadline) throws(DesktopFailure) -> Answer
    ) throws(DesktopFailure) -> Answer {
        let deadline = Deadline(milliseconds: 1200)
        try settle(origin: origin, until: deadline)
        return try worker.run(until: deadline) { () -> Result<Answer, DesktopFailure> in
            do throws(DesktopFailure) {
                return .success(try work(deadline))
            } catch {
                return .failure(error)
            }
        }.get()
    }

    /// Sees to it that the process has a bus that answers, and that it is the one of the notice.
    private func settle(origin: String?, until deadline: Deadline) throws(DesktopFailure) {
        if standing.isBusLost { bus = nil }
        if let bus {
            guard let origin, origin != bus.address,
                let identity = identity(of: origin, until: deadline), identity != bus.identity
            else { return }
            throw .otherBus(origin)
        }
        let addresses = SessionBus.addresses(
            origin: origin, environment: environment, runtimeFolder: runtimeFolder)
        for address in addresses {
            guard let identity = identity(of: address, until: deadline) else { continue }
            // Before the first call of GLib's there is no thread of its that could read meanwhile;
            // later the variable is there, and only its value is exchanged.
            unsafe setenv("DBUS_SESSION_BUS_ADDRESS", address, 1)
            // In a terminal that came as a snap libnotify would take the way of confined programs.
            unsafe setenv("NOTIFY_IGNORE_PORTAL", "1", 0)
            bus = (address, identity)
            return
        }
        throw .noBus(tried: addresses)
    }

    private func identity(of address: String, until deadline: Deadline) -> String? {
        SessionBus.identity(of: address, milliseconds: Int(min(200, deadline.milliseconds)))
    }
}
