internal import LosslessJSON
internal import RingbackModel

/// Reads how an agent is called from a settings file:
/// `{"command": ["aider", ["--model", "{model}"], "--message", "{prompt}"], "autonomy": {…}}`.
struct AgentProfileReader {
    private var faults: [SettingFault] = []

    /// - Returns: the profile, where nothing is wrong with it.
    static func read(_ json: JSON) -> (profile: AgentProfile?, faults: [SettingFault]) {
        var reader = AgentProfileReader()
        let profile = reader.profile(json)
        return (reader.faults.isEmpty ? profile : nil, reader.faults)
    }

    private mutating func profile(_ json: JSON) -> AgentProfile? {
        guard let object = json.object else {
            faults.append(SettingFault(json, #"allowed: an object with a "command""#))
            return nil
        }
        let names = ["command", "autonomy"]
        for member in object.members where !names.contains(member.key) {
            faults.append(SettingFault(unknown: member.key, among: names))
        }
        let words = object["autonomy"].map { autonomy($0) } ?? [:]
        guard let command = object["command"] else {
            faults.append(SettingFault(#"has no "command""#, at: []))
            return nil
        }
        return AgentProfile(self.command(command), autonomy: words)
    }

    /// The parts of a command: texts, and groups of them.
    private mutating func command(_ json: JSON) -> [AgentProfile.Part] {
        let parts = json.array?.map(AgentProfile.Part.init) ?? []
        let command = parts.compactMap { $0 }
        guard !command.isEmpty, command.count == parts.count else {
            wrong(json, "allowed: a list of texts and of lists of texts, which is not empty")
            return []
        }
        guard case .word(let program) = command[0], !program.isEmpty,
            AgentProfile.names(in: program).isEmpty
        else {
            wrong(json, "its first text is the program, which is the same in every call")
            return []
        }
        let names = command.flatMap(\.words).flatMap(AgentProfile.names)
        let unknown = names.first { AgentProfile.Placeholder(rawValue: $0) == nil }
        if let unknown {
            let known = AgentProfile.Placeholder.allCases.map { "{\($0.rawValue)}" }
            let list = known.joined(separator: ", ")
            wrong(json, "{\(unknown)} is no placeholder; allowed: \(list)")
        } else if !names.contains(AgentProfile.Placeholder.prompt.rawValue) {
            wrong(json, "one of its texts must have {prompt}")
        }
        return command
    }

    private mutating func wrong(_ command: JSON, _ reason: String) {
        faults.append(SettingFault(command, reason, at: ["command"]))
    }

    /// The agent's words for levels.
    private mutating func autonomy(_ json: JSON) -> [Autonomy: String] {
        guard let object = json.object else {
            faults.append(SettingFault(json, "allowed: an object { … }", at: ["autonomy"]))
            return [:]
        }
        var words: [Autonomy: String] = [:]
        for member in object.members {
            let steps = ["autonomy", member.key]
            guard let level = Autonomy(rawValue: member.key) else {
                let levels = Autonomy.allCases.map(\.rawValue).joined(separator: ", ")
                faults.append(SettingFault("is no level; allowed: \(levels)", at: steps))
                continue
            }
            if let word = member.value.argument, !word.isEmpty {
                words[level] = word
            } else {
                faults.append(
                    SettingFault(member.value, "allowed: a text that is not empty", at: steps))
            }
        }
        return words
    }
}

extension AgentProfile {
    /// A profile as ``json`` spells it; `nil` where anything is wrong with it.
    init?(_ json: JSON) {
        guard let profile = AgentProfileReader.read(json).profile else { return nil }
        self = profile
    }

    /// As it stands in a settings file.
    var json: JSON {
        var object: JSONObject = ["command": .array(command.map(\.json))]
        let words = Autonomy.allCases.compactMap { level in
            autonomy[level].map { (level.rawValue, JSON.string($0)) }
        }
        if !words.isEmpty { object["autonomy"] = .object(JSONObject(words)) }
        return .object(object)
    }
}

extension AgentProfile.Part {
    fileprivate init?(_ json: JSON) {
        if let word = json.argument {
            self = .word(word)
        } else if let words = json.array?.map(\.argument), words.allSatisfy({ $0 != nil }) {
            self = .group(words.compactMap { $0 })
        } else {
            return nil
        }
    }

    fileprivate var words: [String] {
        switch self {
        case .word(let word): [word]
        case .group(let words): words
        }
    }

    fileprivate var json: JSON {
        switch self {
        case .word(let word): .string(word)
        case .group(let words): .array(words.map(JSON.string))
        }
    }
}

extension JSON {
    /// A text that can be a program's argument, which ends at a NUL.
    fileprivate var argument: String? { string.flatMap { $0.utf8.contains(0) ? nil : $0 } }
}
