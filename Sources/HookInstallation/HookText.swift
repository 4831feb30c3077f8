package import LosslessJSON

/// The text of a settings file, whose hooks are edited and whose rest stays as it is.
package struct HookText: Sendable {
    /// Where the events stand in a file.
    package enum Place: Sendable {
        /// Under `hooks`, as in a settings file.
        case settings
        /// At the top, as in a file that holds hooks alone.
        case hooksAlone
    }

    /// How many hooks an edit has changed.
    package struct Count: Equatable, Sendable {
        package var added = 0
        package var updated = 0
        package var removed = 0

        package init(added: Int = 0, updated: Int = 0, removed: Int = 0) {
            self.added = added
            self.updated = updated
            self.removed = removed
        }

        package var isZero: Bool { self == Count() }
    }

    var edit: JSONTextEdit
    private let file: String
    let base: [JSONTextEdit.Step]
    private let original: JSON
    package internal(set) var count = Count()

    package var bytes: [UInt8] { edit.bytes }
    package var value: JSON { edit.root.value }

    /// - Parameters:
    ///   - bytes: the file's content; what is empty counts as an object without members.
    ///   - file: its name for messages.
    ///   - place: where its events stand.
    /// - Throws: ``HookInstallationError`` with file and line where it is broken, or where
    ///   something else stands in the place of the hooks.
    package init(
        _ bytes: [UInt8], file: String, place: Place
    ) throws(HookInstallationError) {
        let isEmpty = bytes.allSatisfy { $0 <= 0x20 }
        do throws(JSONError) {
            edit = try JSONTextEdit(isEmpty ? Array("{}\n".utf8) : bytes)
        } catch {
            throw HookInstallationError(
                "\(file):\(error.line): not valid JSON: \(error.message); mend it first")
        }
        self.file = file
        base = place == .settings ? [.member("hooks")] : []
        original = edit.root.value
        guard edit.root.members != nil else { throw wrong(edit.root, "the file", "an object") }
        guard let hooks = edit.node(at: base) else { return }
        guard let events = hooks.members else { throw wrong(hooks, "hooks", "an object") }
        for event in events where event.value.elements == nil {
            throw wrong(event.value, event.key, "a list")
        }
    }

    private func wrong(
        _ node: JSONSyntax, _ name: String, _ expected: String
    ) -> HookInstallationError {
        let line = JSONSyntax.line(of: node.range.lowerBound, in: edit.bytes)
        return HookInstallationError(
            "\(file):\(line): \(name) is \(node.value.kind) where \(expected) is expected; "
                + "mend it first")
    }

    /// Whether there are hooks at all, of whomever.
    package var hasHooks: Bool { edit.node(at: base)?.members?.isEmpty == false }

    /// Whether a hook of ours is there.
    package func hasOurs(_ command: String) -> Bool { !ours(command).isEmpty }

    /// Brings our hooks into the text: adds what is missing, mends what is old, removes what we
    /// are not called on any more.
    ///
    /// - Throws: ``HookInstallationError`` where that would harm the rest.
    package mutating func install(
        _ table: HookTable, _ command: String
    ) throws(HookInstallationError) {
        let events = table.registrations.map(\.event)
        while let old = ours(command).last(where: { !events.contains($0.event) }) {
            try remove(old)
        }
        for registration in table.registrations {
            while let surplus = ours(command, in: registration.event).dropFirst().last {
                try remove(surplus)
            }
            if let first = ours(command, in: registration.event).first {
                update(first, registration, command)
            } else {
                add(registration, command)
            }
        }
        try verify(command)
    }

    /// Takes our hooks out of the text, and the lists that are empty without them. The command
    /// counts as ours in any case, whatever the program is called.
    ///
    /// - Throws: ``HookInstallationError`` where that would harm the rest.
    package mutating func uninstall(_ command: String) throws(HookInstallationError) {
        while let entry = ours(command).last { try remove(entry) }
        try verify(command)
    }

    /// Nothing but our hooks may have changed: these are other people's files.
    private func verify(_ command: String) throws(HookInstallationError) {
        func rest(_ value: JSON) -> JSON {
            value.withoutHooks(in: base) { HookCommand.isOurs($0) || $0 == command }
        }
        guard rest(original) == rest(edit.root.value) else { throw harm }
    }

    /// Why an edit is not made.
    var harm: HookInstallationError {
        HookInstallationError(
            "\(file): its hooks can't be edited without harm to the rest of it; edit them by "
                + "hand, as hooks/README.md shows")
    }
}
