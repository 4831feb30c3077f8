internal import LosslessJSON
package import RingbackModel

/// What may stand as the value of a setting.
package enum SettingType: Equatable, Sendable {
    case truth
    /// A whole number from the first bound to the second; `nil`: to any.
    case number(Int, Int?)
    /// As ``number(_:_:)``, or `null`.
    case optionalNumber(Int, Int?)
    /// `null`, or one of these.
    case optionalWord([String])
    /// A list of some of these, in an order that counts.
    case words([String])
    /// As ``words(_:)``, or `null`.
    case optionalWords([String])
    /// `null`, or a text of one line.
    case optionalText
    /// `null`, or hours of the day such as `22:00-07:30`.
    case optionalHours
    /// A name of letters, digits, `-` and `_`.
    case name
    /// An object with some of these members.
    case members([SettingMember])
    /// An object with how agents are called, by their names.
    case agents
    /// `null`, or an object that says how a channel that leaves the machine is reached.
    case channel(ChannelName)

    /// What is allowed, in words that follow "allowed: ".
    package var allowed: String {
        switch self {
        case .truth: "true or false"
        case .number(let from, let to): Self.bounds(from, to)
        case .optionalNumber(let from, let to): Self.bounds(from, to) + ", or null"
        case .optionalWord(let words): words.joined(separator: ", ") + ", or null"
        case .words(let words): "a list of any of \(words.joined(separator: ", "))"
        case .optionalWords(let words): Self.words(words).allowed + ", or null"
        case .optionalText: "a text of at most \(Self.longest) characters, or null"
        case .optionalHours: "hours such as \"22:00-07:30\", or null"
        case .name: "a name of \(Self.nameLetters)"
        case .members(let members):
            "an object with "
                + members.map { "\"\($0.name)\" (\($0.type.allowed))" }.joined(separator: ", ")
        case .agents:
            #"an object such as {"aider": {"command": ["aider", "--message", "{prompt}"]}}"#
        case .channel(let name):
            "an object such as \(ChannelSettingReader.example(of: name)), or null"
        }
    }

    /// Whether its values have members: such a value can't stand in a variable.
    var isStructured: Bool {
        switch self {
        case .members, .agents, .channel: true
        default: false
        }
    }

    private static var longest: Int { 200 }

    /// What a name is made of, in words.
    static var nameLetters: String { "letters, digits, - and _" }

    /// Whether a text is a name, of at most 64 letters.
    static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    private static func bounds(_ from: Int, _ to: Int?) -> String {
        "a whole number " + (to.map { "from \(from) to \($0)" } ?? "of at least \(from)")
    }
}

extension SettingType {
    /// A value as it stood in a file, in its one spelling; `nil` where it is not allowed.
    func value(of json: JSON) -> JSON? {
        switch self {
        case .truth: return json.bool.map(JSON.bool)
        case .number(let from, let to):
            guard let number = json.int, (from...(to ?? .max)).contains(number) else { return nil }
            return .integer(number)
        case .optionalNumber(let from, let to):
            return json.isNull ? .null : Self.number(from, to).value(of: json)
        case .optionalWord(let words):
            guard json.isNull || words.contains(json.string ?? "") else { return nil }
            return json
        case .words(let words):
            guard let given = json.array?.map(\.string) else { return nil }
            var found: [String] = []
            for word in given {
                guard let word, words.contains(word) else { return nil }
                if !found.contains(word) { found.append(word) }
            }
            return .array(found.map(JSON.string))
        case .optionalWords(let words):
            return json.isNull ? .null : Self.words(words).value(of: json)
        case .optionalText:
            if json.isNull { return .null }
            guard let text = json.string, !text.isEmpty, text.count <= Self.longest,
                text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
            else { return nil }
            return json
        case .optionalHours:
            if json.isNull { return .null }
            return json.string.flatMap(QuietHours.init).map { .string($0.text) }
        case .name: return json.string.map(Self.isName) == true ? json : nil
        case .members, .agents, .channel:
            let reading = read(json)
            return reading.faults.isEmpty ? reading.value : nil
        }
    }

    /// A value as it stood in an environment variable, in its one spelling; `nil` where it is not
    /// allowed. There `none` is `null`, and the words of a list are parted by commas.
    func value(of text: String) -> JSON? {
        switch self {
        case .truth:
            switch text.lowercased() {
            case "true", "1", "yes", "on": return true
            case "false", "0", "no", "off": return false
            default: return nil
            }
        case .number: return Int(text).flatMap { value(of: JSON.integer($0)) }
        case .optionalWords(let words):
            return text == "null" ? .null : Self.words(words).value(of: text)
        case .words:
            if text == "none" { return [] }
            let words = text.split(separator: ",").map { word in
                JSON.string(word.filter { $0 != " " })
            }
            return value(of: .array(words))
        case .optionalNumber, .optionalWord, .optionalText, .optionalHours:
            if text == "none" || text == "null" { return .null }
            return value(of: Int(text).map { JSON.integer($0) } ?? .string(text))
                ?? value(of: JSON.string(text))
        case .name: return value(of: JSON.string(text))
        case .members, .agents, .channel: return nil
        }
    }
}
