internal import Glibc
internal import RingbackSystem

/// `<id>.out`: what a task writes, as it comes. Of more than the limit the beginning is kept and
/// the end, with a line between them that says how much was left out.
final class OutputFile {
    private let path: String
    private let file: Descriptor
    /// The bytes that may still go straight to the file.
    private var room: Int
    private var tail = ByteTail(limit: OutputFile.tailLimit)
    private var isFull = false
    /// Why it could not be written to the end; `nil` where it could.
    private(set) var problem: SystemError?

    /// So much of the end is kept in any case, in bytes.
    static let tailLimit = 65536

    /// Creates the file; one that is there is emptied, unless the task goes on where it was.
    init(_ path: String, limit: Int, goesOn: Bool = false) throws(SystemError) {
        self.path = path
        room = max(0, limit - Self.tailLimit)
        file = try Descriptor(
            path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | (goesOn ? 0 : O_TRUNC))
    }

    func append(_ bytes: ArraySlice<UInt8>) {
        let head = bytes.prefix(room)
        if !head.isEmpty { write(Array(head)) }
        room -= head.count
        guard head.count < bytes.count else { return }
        isFull = true
        tail.append(bytes.dropFirst(head.count))
    }

    /// Writes what was kept back.
    func finish() {
        guard isFull else { return }
        let end = tail.take()
        if tail.dropped > 0 { write(Array("\n[… \(tail.dropped) bytes left out …]\n".utf8)) }
        write(end)
        isFull = false
    }

    /// A disk that is full costs the output, never the task: it must not wait for us.
    private func write(_ bytes: [UInt8]) {
        do throws(SystemError) {
            try file.write(bytes, named: path)
        } catch {
            problem = problem ?? error
        }
    }
}
