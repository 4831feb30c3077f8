package import LosslessJSON
internal import Foundation
internal import Glibc
internal import RingbackSystem

/// A user of a test's own: an empty home, nothing of the machine's environment, no session bus.
///
/// The courier's lock is held, so that alerts stay in the outbox, where they can be counted.
package final class EndToEndHome: Sendable {
    package let folder: ScratchFolder
    private let binary: String
    private let courierLock: CInt

    /// - Parameter holdsCourier: whether alerts stay in the outbox.
    package init(holdsCourier: Bool = true) throws {
        binary = try EndToEndBinary.path()
        folder = try ScratchFolder()
        guard holdsCourier else {
            courierLock = -1
            return
        }
        try folder.write("", to: Self.state + "/courier.lock")
        courierLock = unsafe open(folder(Self.state + "/courier.lock"), O_RDWR | O_CLOEXEC)
        flock(courierLock, LOCK_EX)
    }

    deinit {
        guard courierLock < 0 else {
            close(courierLock)
            return
        }
        endCouriers()
    }

    /// Ends the couriers that hooks of this home have started: they would stay for a while, and make
    /// the folder anew.
    private func endCouriers() {
        let home = Array("HOME=\(folder.path)".utf8)
        for pid in FileSystem.names(in: "/proc").compactMap({ CInt($0) }) {
            // The kernel gives these files no size.
            guard let file = try? Descriptor("/proc/\(pid)/environ", O_RDONLY),
                let bytes = try? file.read(atMost: 65536, named: "environ")
            else { continue }
            if bytes.split(separator: 0).contains(home[...]) { kill(pid, SIGKILL) }
        }
    }

    /// Ringback's own folder within the home.
    package static let state = ".local/state/ringback"
    /// The store of Claude Code's tasks within the home.
    package static let store = ".claude/.sisyphus/background-tasks"
    /// The store of Factory Droid's tasks within the home.
    package static let droidStore = ".factory/.omd/background-tasks"

    /// All that programs get of an environment.
    package var environment: [String: String] { ["HOME": folder.path, "PATH": "/usr/bin:/bin"] }

    /// A call of `ringback`, ready to be run.
    ///
    /// - Parameter variables: added to the environment.
    package func call(
        _ arguments: [String], input: HookCall.Input = .bytes([]),
        _ variables: [String: String] = [:]
    ) -> HookCall {
        HookCall(
            binary, arguments, environment: environment.merging(variables) { _, own in own },
            input: input)
    }

    /// Gives an event to `ringback hook`.
    @discardableResult
    package func hook(
        _ event: String, _ arguments: [String] = [], _ variables: [String: String] = [:]
    ) throws -> HookOutcome {
        try call(["hook"] + arguments, input: .bytes(Array(event.utf8)), variables).run()
    }

    /// Gives an event to `ringback hook`.
    @discardableResult
    package func hook(
        _ event: JSON, _ arguments: [String] = [], _ variables: [String: String] = [:]
    ) throws -> HookOutcome { try hook(event.text(), arguments, variables) }

    /// Runs a command of `ringback`.
    @discardableResult
    package func ringback(
        _ arguments: String..., variables: [String: String] = [:]
    ) throws -> HookOutcome { try call(arguments, variables).run() }

    /// What a command of `ringback` answers to a program.
    package func answer(
        _ arguments: String..., variables: [String: String] = [:]
    ) throws -> JSON { try JSON.parse(try call(arguments, variables).run().output) }
}
