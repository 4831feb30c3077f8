/// Where hooks say what went wrong: they have nobody else to tell.
package struct ProblemLog: Sendable {
    package let path: String
    /// A log that is larger is put aside as `.1`, in bytes.
    private static let largest = 1 << 20

    package init(_ paths: Paths) { path = paths.state + "/ringback.log" }

    /// Adds a line. Fails in silence: there is nobody left to tell.
    ///
    /// - Parameter moment: as it is to stand at the head of the line.
    package func add(_ message: String, at moment: String) {
        let line = Array("\(moment) \(message)\n".utf8)
        if let size = FileSystem.status(path)?.size, size > Self.largest {
            try? FileSystem.rename(path, to: path + ".1")
        }
        do throws(SystemError) {
            try FileSystem.append(line, to: path)
        } catch  where error.code == SystemError.missing {
            guard let slash = path.lastIndex(of: "/") else { return }
            try? FileSystem.makeFolder(String(path[..<slash]))
            try? FileSystem.append(line, to: path)
        } catch {
            return
        }
    }
}
