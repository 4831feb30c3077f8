internal import AlertDelivery
internal import DesktopChannel
internal import RingbackModel
internal import RingbackSystem

/// Is a courier until it has nothing more to do.
///
/// - Parameter program: stands for `ringback`.
/// - Returns: the exit code.
func live(_ channel: DesktopChannel, program: String) -> Int32 {
    guard let paths = Paths(.process) else { return 64 }
    do {
        try FileSystem.makeFolder(paths.state)
        guard let lock = try FileLock.ifFree(CourierLock.path(paths)) else { return 0 }
        let courier = Courier(
            .process, paths, channels: [channel], answering: Answering(program: program), idle: 0,
            now: { Timestamp(nanoseconds: Clock.wallNanoseconds()) })
        try courier.run(holding: lock)
        return 0
    } catch {
        return 1
    }
}
