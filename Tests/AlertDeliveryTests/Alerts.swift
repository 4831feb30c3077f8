import RingbackModel

let now = Timestamp(milliseconds: 1_795_199_504_123)

extension Timestamp {
    /// So many seconds later.
    static func + (moment: Timestamp, seconds: Double) -> Timestamp {
        Timestamp(milliseconds: moment.milliseconds + Int64(seconds * 1000))
    }
}

/// An alert of session `s`, in a group of its kind, unlike every other of another title.
func alert(
    _ title: String = "T", _ kind: Alert.Kind = .completed, topic: String? = nil,
    source: String = "Stop", session: String = "s"
) -> Alert {
    var alert = Alert(
        kind, title: title, body: "body of \(title)", key: "key/\(title)", topic: topic,
        source: source,
        group: "\(kind.rawValue)/\(session)", created: now)
    alert.session = session
    return alert
}
