internal import Glibc

/// A system call that failed: what it was to do, on what, and why.
package struct SystemError: Error, Equatable, CustomStringConvertible {
    /// In words that follow "can't": `read`, `write`, `lock`.
    package var operation: String
    package var path: String
    package var code: CInt

    package init(_ operation: String, _ path: String, code: CInt = errno) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// The system's own words for the code.
    package var reason: String {
        unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }

    package var description: String { "can't \(operation) \(path): \(reason)" }
}

extension SystemError {
    /// The code that says: there is no such file or folder.
    package static let missing = ENOENT
    /// The code that says: it took too long.
    package static let timedOut = ETIMEDOUT
}

extension SystemError {
    /// Whether there is no room left: then it may still be read.
    package var isAboutSpace: Bool { code == ENOSPC || code == EDQUOT }

    /// Whether we may not write there: then it may still be read.
    package var isAboutPermission: Bool { code == EACCES || code == EROFS || code == EPERM }
}
