internal import LosslessJSON

extension HookText {
    /// A hook of ours.
    struct Entry {
        var event: String
        var group: Int
        var index: Int
        /// Whether no other hook stands in its group.
        var isAlone: Bool
        var hook: JSON
        var matcher: String
    }

    /// Our hooks, in the order of the text.
    func ours(_ command: String) -> [Entry] {
        // Where an event stands twice, the last one counts.
        let events = edit.node(at: base)?.members ?? []
        let counting = events.enumerated().filter { index, event in
            !events[(index + 1)...].contains { $0.key == event.key }
        }
        return counting.flatMap { _, event in
            (event.value.elements ?? []).enumerated().flatMap { group, syntax in
                let hooks = syntax.member("hooks")?.value.elements ?? []
                let matcher = syntax.member("matcher")?.value.value.string ?? ""
                return hooks.enumerated().compactMap { index, hook -> Entry? in
                    let hook = hook.value
                    guard let text = hook["command"]?.string,
                        HookCommand.isOurs(text) || text == command
                    else { return nil }
                    return Entry(
                        event: event.key, group: group, index: index, isAlone: hooks.count == 1,
                        hook: hook, matcher: matcher)
                }
            }
        }
    }

    mutating func add(_ registration: HookTable.Registration, _ command: String) {
        count.added += 1
        let group = registration.group(command)
        let event = base + [.member(registration.event)]
        if edit.node(at: event) != nil {
            edit.append(group, toArrayAt: event)
        } else if edit.node(at: base) != nil {
            edit.insert(.array([group]), as: registration.event, intoObjectAt: base)
        } else {
            let events = JSON.object(JSONObject([(registration.event, JSON.array([group]))]))
            edit.insert(events, as: "hooks", intoObjectAt: [])
        }
    }

    mutating func update(
        _ entry: Entry, _ registration: HookTable.Registration, _ command: String
    ) {
        let before = edit.bytes
        let group = base + [.member(entry.event), .element(entry.group)]
        let hook = group + [.member("hooks"), .element(entry.index)]
        set("command", .string(command), of: hook)
        set("timeout", .integer(HookTable.timeout), of: hook)
        let matcher = registration.matcher ?? ""
        // In a group that holds other hooks too, the matcher is the user's.
        if entry.isAlone, entry.matcher != matcher {
            set("matcher", .string(matcher), of: group)
        }
        if edit.bytes != before { count.updated += 1 }
    }

    /// Our hooks on an event.
    func ours(_ command: String, in event: String) -> [Entry] {
        ours(command).filter { $0.event == event }
    }

    private mutating func set(_ key: String, _ value: JSON, of path: [JSONTextEdit.Step]) {
        guard let present = edit.node(at: path + [.member(key)]) else {
            edit.insert(value, as: key, intoObjectAt: path)
            return
        }
        if present.value != value { edit.replace(at: path + [.member(key)], with: value) }
    }

    mutating func remove(_ entry: Entry) throws(HookInstallationError) {
        let event = base + [.member(entry.event)]
        let group = event + [.element(entry.group)]
        let hook = group + [.member("hooks"), .element(entry.index)]
        guard edit.remove(at: entry.isAlone ? group : hook) else { throw harm }
        count.removed += 1
        for place in [event, base] where !place.isEmpty {
            if edit.node(at: place)?.isEmptyContainer(in: edit.bytes) == true {
                edit.remove(at: place)
            }
        }
    }
}

extension HookTable.Registration {
    /// What stands in the list of the event.
    func group(_ command: String) -> JSON {
        let hook: JSON = [
            "type": "command", "command": .string(command), "timeout": .integer(HookTable.timeout),
        ]
        let members: [(String, JSON)] = matcher.map { [("matcher", .string($0))] } ?? []
        return .object(JSONObject(members + [("hooks", [hook])]))
    }
}

extension JSONSyntax {
    /// Whether nothing stands between the brackets, a comment neither.
    fileprivate func isEmptyContainer(in bytes: [UInt8]) -> Bool {
        bytes[range].dropFirst().dropLast().allSatisfy { $0 <= 0x20 }
    }
}
