import Glibc
import RingbackSystem
import TestSupport
import Testing

/// Each in a process of its own, whose environment it may change.
@Suite struct SpawnEnvironmentTests {
    @Test func `of the environment a program gets what it needs, and no secret`() async {
        await #expect(processExitsWith: .success) {
            let secrets = [
                "CLAUDE_CODE_SESSION_ACCESS_TOKEN", "ANTHROPIC_API_KEY", "GITHUB_TOKEN", "HOMEX",
            ]
            let needed = [
                "LC_ALL", "XDG_RUNTIME_DIR", "RINGBACK_STORE", "DISPLAY", "WSL_DISTRO_NAME",
            ]
            for name in secrets + needed { unsafe setenv(name, "value of \(name)", 1) }
            let outcome = try Subprocess.run(
                "/usr/bin/env", [], variables: ["LC_ALL": "C", "MINE": "a=b"], milliseconds: 60_000)
            let lines = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
            for name in secrets { #expect(!lines.contains { $0.hasPrefix(name) }, "\(name)") }
            for name in needed.dropFirst() { #expect(lines.contains("\(name)=value of \(name)")) }
            #expect(lines.filter { $0.hasPrefix("LC_ALL=") } == ["LC_ALL=C"])
            #expect(lines.contains("MINE=a=b"))
            #expect(lines.contains { $0.hasPrefix("PATH=") })
        }
    }

    @Test func `what goes on without us hears and says nothing, but for what it is given`() async {
        // The process leaves a child behind that nobody reaps.
        await #expect(processExitsWith: .success) {
            let folder = try ScratchFolder()
            try folder.write("", to: "ours")
            let script = """
                in=$(readlink /proc/$$/fd/0) out=$(readlink /proc/$$/fd/1)
                error=$(readlink /proc/$$/fd/2) all=$(ls -l /proc/$$/fd)
                echo "$in $out $error" "$all" >&3
                mv \(folder("out")) \(folder("done"))
                """
            let ours = try Descriptor(folder("ours"), O_RDONLY)
            let file = try Descriptor(folder("out"), O_WRONLY | O_CREAT)
            let watch = try FolderWatch(folder.path)
            try Subprocess.detach("/bin/sh", ["-c", script], passing: file)
            let hasCome = watch.wait(milliseconds: 60_000)
            #expect(hasCome)
            let said = try #require(folder.text("done"))
            #expect(said.hasPrefix("/dev/null /dev/null /dev/null "))
            #expect(said.contains(folder("out")) && !said.contains(folder("ours")))
            ours.close()
        }
    }
}
