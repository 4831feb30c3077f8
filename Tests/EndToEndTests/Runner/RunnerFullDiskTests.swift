import Foundation
import LosslessJSON
import TestSupport
import Testing

/// Tasks on a disk that is full. Only root may mount one that is.
@Suite struct RunnerFullDiskTests {
    private let home: RunnerHome
    private let disks: [SmallDisk]

    init() throws {
        home = try RunnerHome()
        let home = home
        disks = [
            home.store, EndToEndHome.state + "/outbox", EndToEndHome.state + "/environments",
        ].compactMap { SmallDisk(home($0)) }
    }

    @Test func `a launch on a full disk is refused, and leaves nothing behind`() throws {
        guard disks.count == 3 else { return }
        for disk in disks { try disk.fill() }
        let outcome = try home.run("bg", "true")
        #expect(outcome.exitCode == 1)
        let told = outcome.text + outcome.errorText
        #expect(told.lowercased().contains("no space left on device"), "\(told)")
        #expect(outcome.seconds < 5)
        for disk in disks { disk.clear() }
        #expect(home.home.ids() == [])
        #expect(home.savedEnvironments == [])
        #expect(try home.ended(try home.launch("true"))["status"] == "completed")
    }

    @Test func `the end of a task is written when there is room again`() throws {
        guard disks.count == 3 else { return }
        let gate = try TaskGate(home)
        let id = try home.launch(
            "echo one; \(gate.command); head -c 300000 /dev/zero | tr '\\0' x; echo two")
        #expect(Polling.until { home.output(id) == "one\n" })
        for disk in disks { try disk.fill() }
        gate.open()
        #expect(Polling.until { home.home.log.contains { $0.contains("waits to be written") } })
        #expect(home.status(id) == "running")
        let list = try home.run("list")
        #expect(list.exitCode == 0)
        #expect(list.seconds < 5)
        for disk in disks { disk.clear() }
        let record = try home.ended(id)
        #expect(record["status"] == "completed")
        #expect(record["output_error"]?.string?.isEmpty == false)
        #expect(record["exit_code"] == 0)
        #expect(Polling.until { home.home.faults() == [] })
        #expect(home.home.alertCounts == ["completed": 1])
    }

    @Test
    func `a task that waits behind one that could not be written starts with its environment`()
        throws
    {
        guard disks.count == 3 else { return }
        try home.home.folder.write(#"{"max_background_tasks": 1}"#, to: ".claude/settings.json")
        let gate = try TaskGate(home)
        let first = try home.launch(gate.command)
        let second = try home.launch("echo $KEY", variables: ["KEY": "kept"])
        for disk in disks { try disk.fill() }
        gate.open()
        #expect(Polling.until { home.home.log.contains { $0.contains("waits to be written") } })
        for disk in disks { disk.clear() }
        #expect(try home.ended(second)["result"] == "kept")
        #expect(home.status(first) == "completed")
        #expect(home.savedEnvironments == [])
    }
}

/// A disk of 256 KiB in memory.
private final class SmallDisk: Sendable {
    private let folder: String

    /// `nil` where it may not be mounted.
    init?(_ folder: String) {
        self.folder = folder
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let mounted = try? HookCall(
            "mount", ["-t", "tmpfs", "-o", "size=256k,mode=700", "ringback-test", folder],
            environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
        ).run()
        guard mounted?.exitCode == 0 else { return nil }
    }

    /// Leaves no room at all.
    func fill() throws {
        let file = unsafe open(folder + "/.filler", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(file) }
        let page = [UInt8](repeating: 1, count: 4096)
        while unsafe write(file, page, page.count) > 0 {}
    }

    func clear() { unsafe unlink(folder + "/.filler") }

    deinit { unsafe umount2(folder, 2 /* MNT_DETACH */) }
}
