internal import Glibc
internal import RingbackModel
internal import RingbackSystem

/// Gets a secret from where the settings say that it is. What it is stands in no message.
struct SecretReader: Sendable {
    var environment: Environment
    var paths: Paths
    /// How long a command may take, in milliseconds: it may ask somebody for a password.
    var patience = 20_000

    private static let largestFile = 65_536

    /// - Parameters:
    ///   - name: the secret, in words: `the bot's token`.
    ///   - isPlausible: whether a line can be one; the first that can, is.
    func secret(
        at place: SecretPlace, _ name: String, isPlausible: (String) -> Bool
    ) throws(Trouble) -> String {
        let text: String
        let source: String
        switch place {
        case .file(let path):
            source = path
            text = try content(of: path, name)
        case .command(let words):
            source = "what \(words[0]) prints"
            text = try output(of: words, name)
        }
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            line.split(separator: " ").joined(separator: " ")
        }
        if let secret = lines.first(where: { !$0.isEmpty && isPlausible($0) }) { return secret }
        throw Trouble(
            reason: "\(name) is not in \(source)", remedy: "put it there, on a line of its own")
    }

    private func content(of path: String, _ name: String) throws(Trouble) -> String {
        let file = paths.expand(path)
        guard let status = FileSystem.status(file) else {
            throw Trouble(
                reason: "\(path), which is to have \(name), is missing",
                remedy: "write \(name) into it, then: chmod 600 \(path)")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw Trouble(
                reason: "\(path), which has \(name), is open to others",
                remedy: "chmod 600 \(path)")
        }
        do throws(SystemError) {
            let bytes = try FileSystem.read(file, limit: Self.largestFile) ?? []
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            throw Trouble(reason: "\(error)")
        }
    }

    private func output(of words: [String], _ name: String) throws(Trouble) -> String {
        guard let program = environment.executable(words[0], from: paths.home) else {
            throw Trouble(
                reason: "\(words[0]), which is to print \(name), is not there",
                remedy: "install it, or name its whole path in the settings")
        }
        let outcome: Subprocess.Outcome
        do throws(SystemError) {
            outcome = try Subprocess.run(
                program, Array(words.dropFirst()), milliseconds: patience)
        } catch {
            throw Trouble(reason: "\(error)")
        }
        guard outcome.exitCode == 0 else {
            let why =
                outcome.timedOut
                ? "does not end" : "failed" + (outcome.exitCode.map { " with \($0)" } ?? "")
            throw Trouble(
                reason: "\(words[0]), which is to print \(name), \(why)",
                remedy: "try it in a terminal: \(words.joined(separator: " "))")
        }
        return String(decoding: outcome.output, as: UTF8.self)
    }
}
