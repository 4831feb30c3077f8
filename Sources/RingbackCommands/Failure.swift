/// A command could not do its work. The message is one line: what failed, on what, why, and what
/// to do.
package struct Failure: Error, Equatable, CustomStringConvertible {
    package var description: String
    package var exitCode: Int32

    package init(_ description: String, exitCode: Int32 = 1) {
        self.description = description
        self.exitCode = exitCode
    }
}
