internal import CommandLineKit
internal import LosslessJSON

/// What a value in a file comes to.
struct SettingReading {
    /// What of it counts, in its one spelling; `nil`: nothing.
    var value: JSON?
    /// What is wrong with the rest.
    var faults: [SettingFault] = []
}

/// Something that is wrong in a value.
struct SettingFault: Equatable {
    /// The members of the value that lead there.
    var steps: [String]
    /// In words that follow its path.
    var message: String

    init(_ message: String, at steps: [String]) {
        self.steps = steps
        self.message = message
    }

    /// A value that can't be meant.
    ///
    /// - Parameter reason: what is allowed, or why not.
    init(_ json: JSON, _ reason: String, at steps: [String] = []) {
        self.init("can't be \(json.excerpt); \(reason)", at: steps)
    }

    /// A member that nobody knows.
    init(unknown name: String, among names: [String], at steps: [String] = []) {
        self.init("is no setting" + Spelling.hint(for: name, in: names), at: steps + [name])
    }
}

/// A member of a setting that has members.
package struct SettingMember: Equatable, Sendable {
    package let name: String
    package let type: SettingType

    init(_ name: String, _ type: SettingType) {
        self.name = name
        self.type = type
    }
}

extension SettingType {
    /// Reads a value as it stood in a file: what is wrong in a member leaves the others in force.
    func read(_ json: JSON) -> SettingReading {
        let reading: SettingReading?
        switch self {
        case .members(let members): reading = json.object.map { Self.read($0, members) }
        case .agents: reading = json.object.map(Self.readAgents)
        case .channel(let name):
            reading =
                json.isNull
                ? SettingReading(value: .null)
                : json.object.map { ChannelSettingReader.read($0, of: name) }
        default: reading = value(of: json).map { SettingReading(value: $0) }
        }
        // What stands in the place of a channel's settings may be a secret.
        if case .channel = self, reading == nil {
            let fault = SettingFault("can't be \(json.kind); allowed: \(allowed)", at: [])
            return SettingReading(faults: [fault])
        }
        return reading ?? SettingReading(faults: [SettingFault(json, "allowed: \(allowed)")])
    }

    private static func read(_ object: JSONObject, _ members: [SettingMember]) -> SettingReading {
        var reading = SettingReading()
        var values = JSONObject()
        for member in object.members {
            guard let type = members.first(where: { $0.name == member.key })?.type else {
                reading.faults.append(
                    SettingFault(unknown: member.key, among: members.map(\.name)))
                continue
            }
            if let value = type.value(of: member.value) {
                values[member.key] = value
            } else {
                reading.faults.append(
                    SettingFault(member.value, "allowed: \(type.allowed)", at: [member.key]))
            }
        }
        reading.value = .object(values)
        return reading
    }

    private static func readAgents(_ object: JSONObject) -> SettingReading {
        var reading = SettingReading()
        var agents = JSONObject()
        for member in object.members {
            let (profile, faults) = AgentProfileReader.read(member.value)
            if !isName(member.key) {
                reading.faults.append(
                    SettingFault(
                        "is no name of an agent; allowed: \(nameLetters)", at: [member.key]))
            } else if let profile {
                agents[member.key] = profile.json
            }
            reading.faults += faults.map { SettingFault($0.message, at: [member.key] + $0.steps) }
        }
        reading.value = .object(agents)
        return reading
    }
}
