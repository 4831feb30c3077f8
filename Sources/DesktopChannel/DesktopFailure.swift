internal import AlertDelivery

/// Why a notice is not on the desktop, and what can be done about it.
enum DesktopFailure: Error, Equatable {
    /// At none of these addresses does a bus answer.
    case noBus(tried: [String])
    /// The notice is for another bus than the one that this process talks to.
    case otherBus(String)
    case busLost
    case noService
    case notStarted(String)
    /// No answer in time.
    case silent
    /// An earlier call has still no answer.
    case stillSilent
    case refused(service: String, message: String)
    /// The service ended while it had the notice.
    case left(service: String)

    var reason: String {
        switch self {
        case .noBus(let tried):
            tried.isEmpty
                ? "there is no session bus: DBUS_SESSION_BUS_ADDRESS is not set, and the folder of "
                    + "the login session has none"
                : "no session bus answers at " + tried.joined(separator: " or ")
        case .otherBus(let address): "it belongs to another session bus, \(address)"
        case .busLost: "the connection to the session bus was lost"
        case .noService: "there is no notification service on the session bus"
        case .notStarted(let message): "the notification service did not start: \(message)"
        case .silent: "the notification service does not answer"
        case .stillSilent: "the notification service still does not answer an earlier notice"
        case .refused(let service, let message): "\(service) refused it: \(message)"
        case .left(let service): "\(service) ended before it had shown the notice"
        }
    }

    var remedy: String {
        switch self {
        case .noBus:
            "start the agent in a terminal of your desktop session; on a machine without a desktop "
                + "choose the terminal as the channel"
        case .otherBus: "notify-send delivers to other session buses: `apt install libnotify-bin`"
        case .busLost: "the next notice looks for the session bus again"
        case .noService: "start one, or install one, for example `apt install dunst`"
        case .notStarted: "start it by hand in your session to see what it lacks"
        case .silent, .stillSilent: "restart the notification service; its log may say why it hangs"
        case .refused: ""
        case .left: "look into the log of the notification service: it may have crashed"
        }
    }

    var delivery: Delivery { .failed(reason: reason, remedy: remedy) }
}
