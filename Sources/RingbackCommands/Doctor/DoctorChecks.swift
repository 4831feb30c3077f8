internal import AlertDelivery
internal import HookInstallation
internal import LosslessJSON
internal import RingbackModel
internal import RingbackSettings
internal import RingbackSystem
internal import TaskStore

/// The checks of `doctor`, in the order in which an alert passes what they look at.
struct DoctorChecks {
    let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func all() -> [Finding] {
        [program] + hooks + settings + stores + [stateFolder] + channels + [log].compactMap(\.self)
    }

    private var program: Finding {
        let found = context.environment.executable("ringback")
        guard let found else {
            return Finding(
                subject: "program", health: .doubtful,
                state: "\(context.executable) is not on PATH; hooks call it by its whole path",
                remedy: "to type 'ringback', add its folder to PATH")
        }
        return Finding(
            subject: "program", health: .good, state: "ringback \(Ringback.version), \(found)")
    }

    private var hooks: [Finding] {
        let installer = HookInstaller(paths: context.paths, program: context.executable)
        return installer.presentAgents.map { agent in
            let subject = "hooks of \(agent.name)"
            do throws(HookInstallationError) {
                let change = try installer.installation(for: agent)
                let place = context.paths.abbreviate(change.path)
                if change.isSwitchedOff {
                    return Finding(
                        subject: subject, health: .broken,
                        state: "all hooks are switched off in \(place)",
                        remedy: "remove \"\(HookTable.of(agent).switchOff)\" there")
                }
                if change.isEmpty {
                    return Finding(subject: subject, health: .good, state: "in \(place)")
                }
                let isMissing = change.count.updated == 0
                return Finding(
                    subject: subject, health: .broken,
                    state: isMissing
                        ? "\(change.count.added) are missing in \(place)"
                        : "those in \(place) are of another version",
                    remedy: "ringback install \(agent.rawValue)")
            } catch {
                return Finding(subject: subject, health: .broken, state: error.description)
            }
        }
    }

    private var settings: [Finding] {
        let loaded = SettingsFiles.load(
            paths: context.paths, environment: context.environment, agent: .droid,
            projectFolder: context.folder)
        guard !loaded.problems.isEmpty else {
            let files = loaded.files.map(context.paths.abbreviate).joined(separator: ", ")
            return [
                Finding(
                    subject: "settings", health: .good,
                    state: files.isEmpty ? "no file: the defaults count" : files)
            ]
        }
        return loaded.problems.map {
            Finding(
                subject: "settings", health: $0.severity == .error ? .broken : .doubtful,
                state: $0.description, remedy: "mend it, then: ringback settings check")
        }
    }

    private var stores: [Finding] {
        StoreLocation.all(context.environment, context.paths, folder: context.folder).map {
            location in
            let subject = "tasks of \(location.name(context.paths))"
            let store = TaskStore(location)
            do throws(SystemError) {
                let tasks = try store.change(at: context.now(), waiting: 2000) { $0.active.count }
                let place = context.paths.abbreviate(location.folder)
                return Finding(
                    subject: subject, health: .good, state: "\(tasks) at work, in \(place)")
            } catch {
                let isBusy = error.code == SystemError.timedOut
                return Finding(
                    subject: subject, health: .broken, state: "\(error)",
                    remedy: isBusy
                        ? "a process holds the lock: 'fuser \(location.folder)/.lock' tells which"
                        : "make the folder and its files yours: chown -R \"$USER\" \(location.folder)"
                )
            }
        }
    }

    private var stateFolder: Finding {
        let outbox = Outbox(context.paths)
        let place = context.paths.abbreviate(context.paths.state)
        do throws(SystemError) {
            try FileSystem.makeFolder(outbox.folder)
            let probe = outbox.folder + "/.doctor"
            try FileSystem.replace(probe, with: [])
            FileSystem.remove(probe)
        } catch {
            return Finding(
                subject: "outbox", health: .broken, state: "\(error)",
                remedy: "free some space, or make \(place) yours")
        }
        let waiting = outbox.names().count
        guard waiting > 0 else {
            return Finding(subject: "outbox", health: .good, state: "empty, in \(place)")
        }
        return Finding(
            subject: "outbox", health: .doubtful,
            state: "\(waiting) alerts wait for a channel, in \(place)",
            remedy: "ringback notify explain")
    }

    /// Asks the courier, which has the desktop's library.
    private var channels: [Finding] {
        var findings: [Finding] = []
        for (index, program) in context.courierPrograms.enumerated() {
            do throws(SystemError) {
                let outcome = try Subprocess.run(
                    program.path, program.arguments + ["--probe"], milliseconds: 5000)
                guard let results = (try? JSON.parse(outcome.output))?.array else {
                    let said = PlainText.line(
                        String(decoding: outcome.output, as: UTF8.self), limit: 200)
                    findings.append(
                        Finding(
                            subject: "courier", health: .broken, state: "it does not run: \(said)",
                            remedy: "install libnotify: apt install libnotify4"))
                    continue
                }
                if index == 0 {
                    findings.append(Finding(subject: "courier", health: .good, state: program.path))
                }
                return findings + results.map(finding)
            } catch {
                findings.append(
                    Finding(
                        subject: "courier", health: .doubtful,
                        state: "\(error); notify-send is used instead of libnotify",
                        remedy: "install ringback-courier beside \(context.executable)"))
            }
        }
        return findings
    }

    private func finding(_ result: JSON) -> Finding {
        let channel = result["channel"]?.string ?? ""
        if result["shown"] == true {
            return Finding(subject: channel, health: .good, state: result["detail"]?.string ?? "")
        }
        return Finding(
            subject: channel, health: .doubtful, state: result["reason"]?.string ?? "",
            remedy: result["remedy"]?.string ?? "")
    }

    /// The last thing that went wrong in a hook.
    private var log: Finding? {
        let path = ProblemLog(context.paths).path
        guard let tail = try? FileSystem.readTail(path, limit: 4096),
            let line = tail.bytes.split(separator: 0x0A).last
        else { return nil }
        return Finding(
            subject: "last problem", health: .doubtful,
            state: PlainText.line(String(decoding: line, as: UTF8.self), limit: 300),
            remedy: "all of them: \(context.paths.abbreviate(path))")
    }
}
