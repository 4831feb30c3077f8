internal import Glibc
internal import RingbackSystem

extension CommandContext {
    /// How others call this program: by its name, where PATH leads to it, else by its path.
    var callName: String {
        guard let found = environment.executable("ringback").flatMap(FileSystem.status),
            let own = FileSystem.status(executable), found.st_dev == own.st_dev,
            found.st_ino == own.st_ino
        else { return executable }
        return "ringback"
    }
}
