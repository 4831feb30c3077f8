internal import AlertDelivery
internal import CLibnotify
internal import RingbackModel

/// A notification as libnotify takes it.
struct DesktopNotification {
    var title: String
    /// With markup where the service reads that.
    var body: String
    /// A name of the icon theme, or a path.
    var icon: String
    /// Milliseconds; -1: as the service has it; 0: until it is dismissed.
    var timeout: Int32
    /// The notification that it takes the place of; 0: none.
    var replaces: UInt32
    var hints: [(name: String, value: BusValue)]
    var actions: AskActions

    /// Words a notice for one service.
    ///
    /// Its text should be clean already; a zero byte or a control character that is left would
    /// cost the notification, or the connection.
    init(_ notice: Notice, appName: String, service: NotificationService) {
        let title = PlainText.line(notice.title, limit: 200)
        let ask = notice.alert.ask
        actions = ask.map { AskActions($0, on: service) } ?? AskActions()
        let isSeen = service.showsButtons && actions.isComplete
        let text = ask == nil || isSeen ? notice.body : notice.bodyWithAnswers
        let body = PlainText.clean(text, limit: 4000)
        self.title = title.isEmpty ? appName : title
        self.body = service.readsMarkup ? Markup.escape(body) : body
        icon = PlainText.line(notice.alert.icon ?? notice.alert.kind.icon, limit: 1000)
        timeout = notice.expireSeconds.map { Int32(min(max($0, 0), 1_000_000)) * 1000 } ?? -1
        // A question stays until it is answered.
        if ask != nil { timeout = 0 }
        replaces = notice.replaces
        hints = Self.hints(of: notice)
        if actions.takesText {
            hints.append(("x-kde-reply-placeholder-text", .text("Your answer")))
        }
    }

    /// Shows it, which may take as long as D-Bus lets a call take: 25 s, or several times that.
    ///
    /// - Returns: its id.
    func show() throws(BusError) -> UInt32 {
        let notification = unsafe notify_notification_new(title, body, icon)
        guard let notification = unsafe notification else {
            throw BusError(.refused, message: "libnotify could not make it")
        }
        let object = UnsafeMutableRawPointer(notification)
        defer { unsafe g_object_unref(object) }
        for (name, value) in hints {
            unsafe notify_notification_set_hint(notification, name, value.variant())
        }
        unsafe notify_notification_set_timeout(notification, timeout)
        for action in actions.list {
            // It wants a callback, which is never called: we hear of clicks ourselves, also when
            // this object is gone.
            unsafe notify_notification_add_action(
                notification, action.key, action.label, { _, _, _ in }, nil, nil)
        }
        var id = GValue()
        unsafe g_value_init(&id, GType(6 << 2))  // G_TYPE_INT, a macro
        defer { unsafe g_value_unset(&id) }
        unsafe g_value_set_int(&id, Int32(bitPattern: replaces))
        // Libnotify replaces what it has shown itself; the id of an earlier process it takes so.
        unsafe g_object_set_property(object.assumingMemoryBound(to: GObject.self), "id", &id)
        var error: UnsafeMutablePointer<GError>?
        guard unsafe notify_notification_show(notification, &error) != 0 else {
            throw unsafe BusError(taking: error)
        }
        unsafe g_object_get_property(object.assumingMemoryBound(to: GObject.self), "id", &id)
        return unsafe UInt32(bitPattern: g_value_get_int(&id))
    }
}

extension Alert.Kind {
    /// Source of the names: Icon Naming Specification, "Standard Status Icons".
    fileprivate var icon: String {
        switch self {
        case .failed, .turnFailed: "dialog-error"
        case .question, .permission: "dialog-question"
        case .completed, .turnFinished, .idle, .message, .test: "dialog-information"
        }
    }
}
