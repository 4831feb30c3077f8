internal import Glibc
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSettings
package import RingbackSystem

/// The program that carries alerts, whatever channels it was linked with.
package enum CourierProgram {
    /// Delivers what lies in the outbox, until it is idle; or, with `--test ALERT`, shows one alert
    /// through every configured channel and prints what happened in each as JSON; `--probe` asks
    /// the channels whether they could.
    ///
    /// - Parameters:
    ///   - arguments: without the program's name.
    ///   - desktop: the channel that needs a library; it is tried first.
    ///   - elsewhere: the channels to the person's other devices.
    /// - Returns: the exit code.
    package static func run(
        _ arguments: [String], desktop: (Environment) -> (any Channel)?,
        elsewhere: (Environment, Paths) -> [any Channel] = { _, _ in [] }
    ) -> Int32 {
        Process.heedTermination(true)
        let environment = Environment.process
        guard let paths = Paths(environment) else { return fail("there is no home: set HOME") }
        let known: [(any Channel)?] = [
            desktop(environment), NotifySendChannel(environment),
            environment.executable(OsascriptChannel.program).map(OsascriptChannel.init),
            environment.executable(PowerShellChannel.program).map(PowerShellChannel.init),
            TerminalChannel(),
        ]
        let channels = known.compactMap(\.self) + elsewhere(environment, paths)
        if arguments.first == "--test", arguments.count == 2 {
            return test(arguments[1], channels, environment, paths)
        }
        if arguments == ["--probe"] { return report(channels) { $0.probe() } }
        guard arguments.isEmpty else { return fail("ringback starts it; it takes no arguments") }
        do {
            guard let lock = try lock(paths) else { return 0 }
            let courier = Courier(
                environment, paths, channels: channels,
                now: { Timestamp(nanoseconds: Clock.wallNanoseconds()) })
            try courier.run(holding: lock)
            return 0
        } catch {
            ProblemLog(paths).add(
                "courier: \(error)", at: Timestamp(nanoseconds: Clock.wallNanoseconds()).text())
            return 1
        }
    }

    private static func fail(_ message: String) -> Int32 {
        Process.printError("ringback-courier: \(message)")
        return 64
    }

    /// The courier's lock: born with, or taken now; `nil` where another courier holds it.
    private static func lock(_ paths: Paths) throws(SystemError) -> FileLock? {
        let path = CourierLock.path(paths)
        let inherited = Descriptor(owning: fcntl(CourierLock.inherited, F_DUPFD_CLOEXEC, 10))
        if let mine = inherited.status(), let file = FileSystem.status(path),
            mine.st_ino == file.st_ino, mine.st_dev == file.st_dev
        {
            close(CourierLock.inherited)
            return FileLock(inherited: inherited)
        }
        try FileSystem.makeFolder(paths.state)
        return try FileLock.ifFree(path)
    }

    /// Shows an alert through every channel that the settings name.
    private static func test(
        _ text: String, _ channels: [any Channel], _ environment: Environment, _ paths: Paths
    ) -> Int32 {
        guard let alert = (try? JSON.parse(text)).flatMap(Alert.init) else {
            return fail("--test takes an alert as JSON")
        }
        let settings = SettingsFiles.load(paths: paths, environment: environment).settings
        let now = Timestamp(nanoseconds: Clock.wallNanoseconds())
        let notice = NoticeComposer.notice(for: alert, settings, at: now)
        let ways = settings.channels.flatMap(\.ways) + settings.away.inUse
        return report(channels.filter { ways.contains($0.name) }) { $0.show(notice) }
    }

    /// Prints what happens in each channel, as JSON.
    ///
    /// - Returns: 0 if it went well in one of them.
    private static func report(
        _ channels: [any Channel], _ action: (any Channel) -> Delivery?
    ) -> Int32 {
        var wentWell = false
        let results = channels.compactMap { channel -> JSON? in
            let start = Clock.monotonicNanoseconds()
            guard let delivery = action(channel) else { return nil }
            let elapsed = Double(Clock.monotonicNanoseconds() - start) / 1e6
            if case .shown = delivery { wentWell = true }
            let attempt = DeliveryLog.Entry.Attempt(
                channel: channel.name.rawValue, delivery: delivery, milliseconds: elapsed)
            var json = attempt.json.object ?? [:]
            json["facts"] = .object(JSONObject(channel.facts.map { ($0, JSON.string($1)) }))
            return .object(json)
        }
        Process.write(JSON.array(results).bytes() + [0x0A])
        return wentWell ? 0 : 1
    }
}
