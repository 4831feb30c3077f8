/// Hooks could not be brought in or taken out; nothing was written. The message is one line.
package struct HookInstallationError: Error, Equatable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}
