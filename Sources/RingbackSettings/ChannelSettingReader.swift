internal import LosslessJSON
internal import RingbackModel

/// Reads how a channel that leaves the machine is reached. Where anything is wrong with it, nothing
/// of it counts; and as values may be secrets that somebody put here, no message repeats one.
struct ChannelSettingReader {
    private let object: JSONObject
    private var faults: [SettingFault] = []
    private var value = JSONObject()

    /// One that could stand in a file.
    static func example(of name: ChannelName) -> String {
        switch name {
        case .telegram: #"{"chat": 123456789, "token_file": "~/.config/ringback/telegram"}"#
        case .ntfy: #"{"url": "https://ntfy.sh/a-topic-nobody-guesses"}"#
        default: #"{"url_file": "~/.config/ringback/webhook", "form": "slack"}"#
        }
    }

    static func read(_ object: JSONObject, of name: ChannelName) -> SettingReading {
        var reader = ChannelSettingReader(object: object)
        switch name {
        case .telegram: reader.telegram()
        case .ntfy: reader.ntfy()
        default: reader.webhook()
        }
        return SettingReading(
            value: reader.faults.isEmpty ? .object(reader.value) : nil, faults: reader.faults)
    }

    private mutating func telegram() {
        know(["chat", "token_file", "token_command", "token"])
        refuseToken(variable: "RINGBACK_TELEGRAM_TOKEN")
        take("chat", "a chat's number, such as 123456789 or -1001234567890", isRequired: true) {
            guard let number = $0.int ?? $0.string.flatMap({ Int($0) }), number != 0 else {
                return nil
            }
            return .integer(number)
        }
        place("token")
    }

    private mutating func ntfy() {
        know(["url", "token_file", "token_command", "token"])
        refuseToken(variable: "RINGBACK_NTFY_TOKEN")
        let allowed = "an address such as https://ntfy.sh/topic; http is for this machine only"
        take("url", allowed, isRequired: true) { json in
            json.string.flatMap(WebAddress.init).flatMap(NtfySettings.isTopic).map { _ in json }
        }
        place("token")
    }

    private mutating func webhook() {
        know(["url", "url_file", "url_command", "form", "headers"])
        take("url", WebAddress.allowed) { json in
            json.string.flatMap(WebAddress.init).map { _ in json }
        }
        place("url")
        let places = ["url", "url_file", "url_command"].filter { object[$0] != nil }
        if places.isEmpty {
            faults.append(SettingFault(#"has no "url" and no "url_file""#, at: []))
        }
        let forms = WebhookSettings.Form.allCases.map(\.rawValue)
        take("form", forms.joined(separator: ", ")) { json in
            json.string.flatMap(WebhookSettings.Form.init).map { _ in json }
        }
        take("headers", #"an object such as {"X-Source": "ringback"}"#) { json in
            guard let members = json.object?.members,
                members.allSatisfy({ Self.isHeader($0.key, $0.value.string) })
            else { return nil }
            return json
        }
    }

    /// A header that can't become two.
    private static func isHeader(_ name: String, _ value: String?) -> Bool {
        guard let value, SettingType.isName(name), value.utf8.count <= 2000 else { return false }
        return value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    private mutating func know(_ names: [String]) {
        for member in object.members where !names.contains(member.key) {
            faults.append(SettingFault(unknown: member.key, among: names.filter { $0 != "token" }))
        }
    }

    private mutating func refuseToken(variable: String) {
        guard object["token"] != nil else { return }
        faults.append(
            SettingFault(
                "must not stand in a settings file, which others read and copy; put it into a file "
                    + "of mode 600 and name that as \"token_file\", or set \(variable)",
                at: ["token"]))
    }

    /// Takes a member over where it is allowed, or says why not.
    private mutating func take(
        _ name: String, _ allowed: String, isRequired: Bool = false, _ read: (JSON) -> JSON?
    ) {
        guard let json = object[name] else {
            if isRequired { faults.append(SettingFault("has no \"\(name)\"", at: [])) }
            return
        }
        if let read = read(json) {
            value[name] = read
        } else {
            faults.append(
                SettingFault("is not what it can be; allowed: \(allowed)", at: [name]))
        }
    }

    /// Takes the file or the command that a secret comes from.
    private mutating func place(_ secret: String) {
        let file = secret + "_file"
        let command = secret + "_command"
        take(file, "the path of a file, from / or ~/") { json in
            guard let path = json.string, path.hasPrefix("/") || path.hasPrefix("~/"),
                !path.utf8.contains(0)
            else { return nil }
            return json
        }
        let allowed = #"a program and its arguments, such as ["pass", "show", "telegram"]"#
        take(command, allowed) { json in
            guard let words = json.array?.map(\.string), let program = words.first ?? nil,
                !program.isEmpty, words.allSatisfy({ $0.map { !$0.utf8.contains(0) } ?? false })
            else { return nil }
            return json
        }
        let given = [secret, file, command].filter { object[$0] != nil && $0 != "token" }
        if given.count > 1 {
            let list = given.map { "\"\($0)\"" }.joined(separator: " and ")
            faults.append(SettingFault("has \(list), where one is enough", at: [given[1]]))
        }
    }
}

extension SecretPlace {
    fileprivate init?(_ json: JSON, _ secret: String) {
        if let path = json[secret + "_file"]?.string {
            self = .file(path)
        } else if let command = json[secret + "_command"]?.array?.compactMap(\.string) {
            self = .command(command)
        } else {
            return nil
        }
    }

    /// Adds it to the members of a channel.
    fileprivate func add(to object: inout JSONObject, as secret: String) {
        switch self {
        case .file(let path): object[secret + "_file"] = .string(path)
        case .command(let words): object[secret + "_command"] = .array(words.map(JSON.string))
        }
    }
}

extension TelegramSettings {
    /// From a value that ``ChannelSettingReader`` has passed.
    init?(_ json: JSON) {
        guard let chat = json["chat"]?.int else { return nil }
        self.init(chat: chat, token: SecretPlace(json, "token"))
    }

    var json: JSON {
        var object: JSONObject = ["chat": .integer(chat)]
        token?.add(to: &object, as: "token")
        return .object(object)
    }
}

extension NtfySettings {
    /// From a value that ``ChannelSettingReader`` has passed.
    init?(_ json: JSON) {
        guard let address = json["url"]?.string.flatMap(WebAddress.init) else { return nil }
        self.init(address: address, token: SecretPlace(json, "token"))
    }

    /// The topic's name lets everybody in who knows it, as a password would: it is not shown.
    var json: JSON {
        var object: JSONObject = ["url": .string(address.masked)]
        token?.add(to: &object, as: "token")
        return .object(object)
    }

    /// The address again, where its path ends in the name of a topic.
    ///
    /// Source: ntfy, server/server.go, topicRegex.
    static func isTopic(_ address: WebAddress) -> WebAddress? {
        guard let slash = address.path.lastIndex(of: "/") else { return nil }
        return SettingType.isName(String(address.path[slash...].dropFirst())) ? address : nil
    }
}

extension WebhookSettings {
    /// From a value that ``ChannelSettingReader`` has passed.
    init?(_ json: JSON) {
        let headers = json["headers"]?.object?.members ?? []
        let form = json["form"]?.string.flatMap(Form.init) ?? .json
        let target: Target
        if let address = json["url"]?.string.flatMap(WebAddress.init) {
            target = .address(address)
        } else if let place = SecretPlace(json, "url") {
            target = .place(place)
        } else {
            return nil
        }
        self.init(target, form: form)
        for header in headers { self.headers[header.key] = header.value.string ?? "" }
    }

    /// Without the address's path and the headers' values, which may be secrets.
    var json: JSON {
        var object = JSONObject()
        switch target {
        case .address(let address): object["url"] = .string(address.masked)
        case .place(let place): place.add(to: &object, as: "url")
        }
        object["form"] = .string(form.rawValue)
        if !headers.isEmpty {
            object["headers"] = .object(JSONObject(headers.keys.sorted().map { ($0, "…") }))
        }
        return .object(object)
    }
}
