/// What stands at the way to the desktop: for `notify test` and `doctor`.
package struct DesktopProbe: Equatable, Sendable {
    /// The address of the session bus; `nil` where none answers.
    package var bus: String?
    /// The service that shows notices; `nil` where none answers.
    package var service: NotificationService?
    /// Why no notice can be shown; empty where one can.
    package var reason = ""
    /// What the user can do about it; empty where nothing is known.
    package var remedy = ""
}
