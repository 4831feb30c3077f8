package import LosslessJSON
package import RingbackModel
package import RingbackSystem

/// What became of each alert, a JSON line each: what `notify explain` reads.
package struct DeliveryLog: Sendable {
    private let path: String
    /// A log that is larger is put aside as `.1`, in bytes.
    private static let largest = 1 << 20

    package init(_ paths: Paths) { path = paths.state + "/deliveries.jsonl" }

    package struct Entry: Equatable, Sendable {
        package enum Outcome: String, Sendable {
            case shown, silent, waiting
        }

        package struct Attempt: Equatable, Sendable {
            package var channel: String
            package var delivery: Delivery
            package var milliseconds: Double

            package init(channel: String, delivery: Delivery, milliseconds: Double) {
                self.channel = channel
                self.delivery = delivery
                self.milliseconds = milliseconds
            }
        }

        package var at: Timestamp
        package var kind: String
        package var title: String
        package var key: String
        package var outcome: Outcome
        /// Why it did not ring.
        package var reason: String?
        package var attempts: [Attempt]

        package init(
            _ alert: Alert, _ outcome: Outcome, reason: String? = nil, attempts: [Attempt] = [],
            at now: Timestamp
        ) {
            self.at = now
            kind = alert.kind.rawValue
            title = alert.title
            key = alert.key
            self.outcome = outcome
            self.reason = reason
            self.attempts = attempts
        }
    }

    package func add(_ entry: Entry) {
        if let size = FileSystem.status(path)?.size, size > Self.largest {
            try? FileSystem.rename(path, to: path + ".1")
        }
        try? FileSystem.append(entry.json.bytes() + [0x0A], to: path)
    }

    /// The last entries, newest last.
    package func entries(last count: Int) -> [Entry] {
        guard let tail = try? FileSystem.readTail(path, limit: Self.largest + 65536) else {
            return []
        }
        return tail.bytes.split(separator: 0x0A).suffix(count)
            .compactMap { (try? JSON.parse(Array($0))).flatMap(Entry.init) }
    }
}

extension DeliveryLog.Entry {
    init?(_ json: JSON) {
        guard let at = json["at"]?.string.flatMap(Timestamp.init), let kind = json["kind"]?.string,
            let outcome = json["outcome"]?.string.flatMap(Outcome.init)
        else { return nil }
        self.at = at
        self.kind = kind
        title = json["title"]?.string ?? ""
        key = json["key"]?.string ?? ""
        self.outcome = outcome
        reason = json["reason"]?.string
        attempts = json["attempts"]?.array?.compactMap(Attempt.init) ?? []
    }

    package var json: JSON {
        .object([
            "at": .string(at.text()), "kind": .string(kind), "title": .string(title),
            "key": .string(key), "outcome": .string(outcome.rawValue), "reason": .text(reason),
            "attempts": .array(attempts.map(\.json)),
        ])
    }
}

extension DeliveryLog.Entry.Attempt {
    init?(_ json: JSON) {
        guard let channel = json["channel"]?.string else { return nil }
        self.channel = channel
        milliseconds = json["ms"]?.double ?? 0
        if json["shown"]?.bool == true {
            delivery = .shown(
                id: UInt32(clamping: json["id"]?.int ?? 0), detail: json["detail"]?.string ?? "")
        } else {
            delivery = .failed(
                reason: json["reason"]?.string ?? "", remedy: json["remedy"]?.string ?? "")
        }
    }

    var json: JSON {
        var object: JSONObject = ["channel": .string(channel)]
        switch delivery {
        case .shown(let id, let detail):
            object["shown"] = true
            object["id"] = .integer(id)
            object["detail"] = .string(detail)
        case .failed(let reason, let remedy):
            object["shown"] = false
            object["reason"] = .string(reason)
            object["remedy"] = .string(remedy)
        }
        object["ms"] = .number(String((milliseconds * 10).rounded() / 10))
        return .object(object)
    }
}
