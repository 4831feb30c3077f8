internal import LosslessJSON

extension JSON {
    /// The value without the hooks of some commands, and without what is empty then.
    func withoutHooks(
        in base: [JSONTextEdit.Step], where isDropped: (String) -> Bool
    ) -> JSON {
        guard let object, let hooks = base.isEmpty ? object : object["hooks"]?.object else {
            return self
        }
        let events = hooks.members.compactMap { event -> (String, JSON)? in
            let groups = (event.value.array ?? []).compactMap { group -> JSON? in
                guard var members = group.object, let hooks = members["hooks"]?.array else {
                    return group
                }
                let kept = hooks.filter { $0["command"]?.string.map(isDropped) != true }
                if kept.isEmpty, !hooks.isEmpty { return nil }
                members["hooks"] = .array(kept)
                return .object(members)
            }
            return groups.isEmpty ? nil : (event.key, .array(groups))
        }
        var rest = base.isEmpty ? JSONObject(events) : object
        if !base.isEmpty { rest["hooks"] = events.isEmpty ? nil : .object(JSONObject(events)) }
        return .object(rest)
    }
}
