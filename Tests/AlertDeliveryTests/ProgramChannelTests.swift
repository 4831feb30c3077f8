@testable import AlertDelivery
import Foundation
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

/// Channels that are programs, played by a script that writes its arguments down.
@Suite struct ProgramChannelTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// The path of a program that keeps its arguments.
    ///
    /// Another program writes it: while a child of ours is born, that would hold it open for
    /// writing, and then nobody could run it.
    private func standIn(_ script: String = "exit 0") throws -> String {
        let path = folder("program")
        let text = "#!/bin/sh\nprintf '%s\\0' \"$@\" > '\(folder("arguments"))'\n\(script)\n"
        let make = "printf %s \"$1\" > \"$2\" && chmod 700 \"$2\""
        let outcome = try Subprocess.run(
            "/bin/sh", ["-c", make, "sh", text, path], milliseconds: 60_000)
        try #require(outcome.exitCode == 0)
        return path
    }

    private var arguments: [String] {
        (folder.text("arguments") ?? "").split(separator: "\0", omittingEmptySubsequences: false)
            .dropLast().map(String.init)
    }

    private func notice(_ title: String, _ body: String, sound: String? = nil) -> Notice {
        var notice = Notice(alert: alert(), title: title, body: body)
        notice.sound = sound
        return notice
    }

    private static let texts: [(String, String)] = [
        ("T", "b"), ("", ""), ("\"q\" 'r' \\ $(touch x) `y` %s", "line\nline\n\n\"end run"),
        ("ä😀</text>&amp;", "'@\n$title"), ("-e", "-"), ("end of '", "\u{201C}smart\u{201D}"),
    ]

    @Test(arguments: texts)
    func `osascript is given the texts as arguments, never as script`(
        _ title: String, _ body: String
    ) throws {
        let channel = OsascriptChannel(try standIn())
        #expect(channel.show(notice(title, body)) == .shown(id: 0, detail: "osascript"))
        let safe = [title, body].map { $0.hasPrefix("-") ? " " + $0 : $0 }
        #expect(
            arguments == [
                "-e", "on run argv",
                "-e", "display notification (item 2 of argv) with title (item 1 of argv)", "-e",
                "end run",
            ] + safe)
    }

    @Test func `osascript plays a sound by its name`() throws {
        let channel = OsascriptChannel(try standIn())
        _ = channel.show(notice("T", "b", sound: "Glass"))
        #expect(
            arguments[3]
                == "display notification (item 2 of argv) with title (item 1 of argv) sound name (item 3 of argv)"
        )
        #expect(arguments.suffix(3) == ["T", "b", "Glass"])
    }

    @Test(arguments: texts)
    func `PowerShell is given the texts as data`(_ title: String, _ body: String) throws {
        let channel = PowerShellChannel(try standIn())
        #expect(channel.show(notice(title, body)) == .shown(id: 0, detail: "powershell.exe"))
        #expect(arguments.dropLast() == ["-NoProfile", "-NonInteractive", "-EncodedCommand"])
        let data = try #require(arguments.last.flatMap { Data(base64Encoded: $0) })
        let script = try #require(String(data: data, encoding: .utf16LittleEndian))
        let texts = try ["title", "body"].map { name in
            let line = try #require(
                script.split(separator: "\n").first { $0.hasPrefix("$\(name) = Text '") })
            let encoded = try #require(
                Data(base64Encoded: String(line.dropFirst("$\(name) = Text '".count).dropLast())))
            return String(decoding: encoded, as: UTF8.self)
        }
        #expect(texts == [title, body])
        // Nothing of the texts stands in the script itself.
        #expect(script == plainScript(title, body))
    }

    /// The script of other texts, with these in their place.
    private func plainScript(_ title: String, _ body: String) -> String? {
        _ = PowerShellChannel(folder("program")).show(notice("A", "B"))
        let data = arguments.last.flatMap { Data(base64Encoded: $0) }
        let encode = { (text: String) in "Text '\(Data(text.utf8).base64EncodedString())'" }
        return data.flatMap { String(data: $0, encoding: .utf16LittleEndian) }?
            .replacingOccurrences(of: "$title = " + encode("A"), with: "$title = " + encode(title))
            .replacingOccurrences(of: "$body = " + encode("B"), with: "$body = " + encode(body))
    }

    @Test(arguments: 0..<67)
    func `base64 is that of everybody`(_ count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 250) }
        #expect(PowerShellChannel.base64(bytes) == Data(bytes).base64EncodedString())
    }

    @Test func `a program that fails says why`() throws {
        let path = try standIn("echo 'not\nallowed' >&2; exit 1")
        #expect(
            OsascriptChannel(path).show(notice("T", "b"))
                == .failed(reason: "osascript failed: not allowed", remedy: ""))
        let missing = folder("missing")
        #expect(
            PowerShellChannel(missing).show(notice("T", "b"))
                == .failed(reason: "can't run \(missing): No such file or directory", remedy: ""))
    }

    @Test func `a program that hangs is given up`() throws {
        let path = try standIn("exec sleep 1000")
        #expect(
            OsascriptChannel.delivery(path, [], named: "it", milliseconds: 50)
                == .failed(reason: "it does not answer", remedy: ""))
    }

    @Test func `where notify-send is not installed it says how to get it`() {
        let channel = NotifySendChannel(Environment(["PATH": folder.path]))
        #expect(
            channel.show(notice("T", "b"))
                == .failed(
                    reason: "notify-send is not installed",
                    remedy: "install it: apt install libnotify-bin"))
    }
}
