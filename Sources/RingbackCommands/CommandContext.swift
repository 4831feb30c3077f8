package import RingbackModel
package import RingbackSystem

/// What a command may touch of the world. `main` builds the real one, a test its own.
package struct CommandContext: Sendable {
    package var environment: Environment
    package var paths: Paths
    /// The folder that the user stands in.
    package var folder: String
    /// The path of this program.
    package var executable: String
    package var output: Output
    package var now: @Sendable () -> Timestamp

    package init(
        environment: Environment, paths: Paths, folder: String, executable: String, output: Output,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.environment = environment
        self.paths = paths
        self.folder = folder
        self.executable = executable
        self.output = output
        self.now = now
    }
}
