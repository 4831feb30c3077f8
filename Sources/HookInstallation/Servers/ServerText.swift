package import LosslessJSON

/// The text of an agent's file, among whose servers ours is brought in or taken out. All the rest
/// stays as it is.
package struct ServerText: Sendable {
    private var edit: JSONTextEdit
    private let file: String
    private let entry: ServerEntry
    private let original: JSON

    private static let list: [JSONTextEdit.Step] = [.member("mcpServers")]
    private static let own = list + [.member(ServerEntry.name)]

    package var bytes: [UInt8] { edit.bytes }
    package var value: JSON { edit.root.value }

    /// - Parameter bytes: the file's content; what is empty counts as an object without members.
    /// - Throws: ``HookInstallationError`` with file and line where it is broken, or where something
    ///   else stands in the place of the servers.
    package init(
        _ bytes: [UInt8], file: String, entry: ServerEntry
    ) throws(HookInstallationError) {
        let isEmpty = bytes.allSatisfy { $0 <= 0x20 }
        do throws(JSONError) {
            edit = try JSONTextEdit(isEmpty ? Array("{}\n".utf8) : bytes)
        } catch {
            throw HookInstallationError(
                "\(file):\(error.line): not valid JSON: \(error.message); mend it first")
        }
        self.file = file
        self.entry = entry
        original = edit.root.value
        let places = [("the file", edit.root), ("mcpServers", edit.node(at: Self.list))]
        for case (let name, let node?) in places where node.members == nil {
            let line = JSONSyntax.line(of: node.range.lowerBound, in: edit.bytes)
            throw HookInstallationError(
                "\(file):\(line): \(name) is \(node.value.kind) where an object is expected; "
                    + "mend it first")
        }
    }

    /// Whose server has our name.
    package enum Owner: Equatable, Sendable {
        case nobody, us, others
    }

    package var owner: Owner {
        guard let present = edit.node(at: Self.own)?.value else { return .nobody }
        return entry.isOurs(present) ? .us : .others
    }

    /// Brings our server in, or mends an older entry: what the person has added to it stays.
    ///
    /// - Throws: ``HookInstallationError`` where that would harm the rest.
    package mutating func install() throws(HookInstallationError) {
        switch owner {
        case .others: return
        case .us:
            for name in ["command", "args"] {
                let place = Self.own + [.member(name)]
                guard let wanted = entry.json[name], edit.node(at: place)?.value != wanted else {
                    continue
                }
                edit.replace(at: place, with: wanted)
            }
        case .nobody:
            if edit.node(at: Self.list) != nil {
                edit.insert(entry.json, as: ServerEntry.name, intoObjectAt: Self.list)
            } else {
                edit.insert(.object(JSONObject([(ServerEntry.name, entry.json)])), as: "mcpServers")
            }
        }
        guard owner == .us else { throw harm }
        try verify()
    }

    /// Takes our server out. The list goes with it where it is empty then and stands last, where we
    /// would have put it.
    ///
    /// - Throws: ``HookInstallationError`` where that would harm the rest.
    package mutating func uninstall() throws(HookInstallationError) {
        guard owner == .us else { return }
        edit.remove(at: Self.own)
        guard owner == .nobody else { throw harm }
        if edit.node(at: Self.list)?.members?.isEmpty == true,
            edit.root.members?.last?.key == "mcpServers"
        {
            edit.remove(at: Self.list)
        }
        try verify()
    }

    /// Nothing but our server may have changed.
    private func verify() throws(HookInstallationError) {
        guard original.withoutServer == edit.root.value.withoutServer else { throw harm }
    }

    private var harm: HookInstallationError {
        HookInstallationError(
            "\(file): its servers can't be edited without harm to the rest of it; edit them by "
                + "hand, as hooks/README.md shows")
    }
}

extension JSONTextEdit {
    /// Adds a member at the top.
    fileprivate mutating func insert(_ value: JSON, as key: String) {
        insert(value, as: key, intoObjectAt: [])
    }
}

extension JSON {
    /// The value without our server, and without a list that is empty then.
    fileprivate var withoutServer: JSON {
        guard var root = object, var servers = root["mcpServers"]?.object else { return self }
        servers[ServerEntry.name] = nil
        root["mcpServers"] = servers.isEmpty ? nil : .object(servers)
        return .object(root)
    }
}
