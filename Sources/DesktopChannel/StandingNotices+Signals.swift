extension StandingNotices {
    /// Hears from now on what the service tells, on the thread's main loop.
    ///
    /// Source: Desktop Notifications Specification 1.2, "Signals"; ActivationToken since 1.3;
    /// NotificationReplied of Plasma's notification server.
    func listen(on bus: BusConnection) {
        let takers: [(name: String, take: (UInt32, Signal) -> Void)] = [
            ("NotificationClosed", { id, signal in self.closed(id, by: signal.sender) }),
            (
                "ActivationToken",
                { id, signal in
                    self.activated(id, by: signal.sender, token: signal.values[1].text)
                }
            ),
            (
                "ActionInvoked",
                { id, signal in self.clicked(id, by: signal.sender, key: signal.values[1].text) }
            ),
            (
                "NotificationReplied",
                { id, signal in self.wrote(id, to: signal.sender, text: signal.values[1].text) }
            ),
        ]
        for (name, take) in takers {
            bus.subscribe(.notifications, name) { signal in
                if signal.values.count == 2 { take(signal.values[0].number, signal) }
            }
        }
        bus.subscribe(.bus, "NameOwnerChanged", first: BusAddress.notifications.name) { signal in
            // The name, who had it, who has it now.
            guard signal.values.count == 3 else { return }
            self.serviceChanged(from: signal.values[1].text, to: signal.values[2].text)
        }
    }
}
