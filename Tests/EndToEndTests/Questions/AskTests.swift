import Foundation
import Glibc
import LosslessJSON
import TestSupport
import Testing

/// `ringback ask`: a task is stuck, asks its person, and goes on with the answer.
@Suite struct AskTests {
    private let user: RunnerHome
    private let program: String

    init() throws {
        user = try RunnerHome(
            settings: #"{"max_background_tasks":1,"ringback":{"grace_seconds":1}}"#)
        program = try EndToEndBinary.path()
    }

    private func wait(for what: @autoclosure () -> String, _ isSo: () -> Bool) throws {
        let isThere = Polling.until(isSo)
        try #require(isThere, "waited in vain for \(what())")
    }

    private func paused(_ id: String) throws -> JSON {
        try wait(for: "\(id) to ask: \(user.record(id)?.text() ?? "")") {
            user.status(id) == "paused"
        }
        return try #require(user.record(id))
    }

    @Test func `it is paused, its slot is free, and it goes on with the answer`() throws {
        let id = try user.launch(
            #"a=$("\#(program)" ask -o eu -o us "Which region?"); echo "got $a""#)
        let record = try paused(id)
        #expect(record["paused_question"] == "Which region?")
        #expect(record["paused_at"]?.string != nil)
        // Another one runs meanwhile, although there is one slot.
        #expect(try user.ended(try user.launch("true"))["status"] == "completed")

        let asked = try #require(user.home.outbox.first?["show"])
        #expect(asked["kind"] == "question")
        #expect(asked["ask"]?["options"] == ["eu", "us"])
        #expect(asked["body"] == "Which region?")

        let outcome = try user.run("task", id, "resume", "2")
        #expect(outcome.text == "Task \(id) resumed.\n")
        let done = try user.ended(id)
        #expect(done["result"] == "got us")
        #expect(done["paused_question"] == nil)
        #expect(done["questions"]?.array?.first?["answer"] == "us")
        #expect(done["questions"]?.array?.first?["via"] == "terminal")
        // What takes the question's place on the screen.
        let settled = user.home.outbox.compactMap { $0["show"] }
            .first { $0["source"] == "answer" }
        #expect(settled?["group"] == asked["group"])
        #expect(settled?["title"] == "Answered: us")
    }

    @Test func `the answer arrives byte for byte`() throws {
        let id = try user.launch(#""\#(program)" ask "What now?""#)
        _ = try paused(id)
        let answer = "  x $(touch A) `touch B` \"q\" \\ 'é' \u{1F980}\n-second line  "
        #expect(try user.run("task", id, "resume", "--", answer).exitCode == 0)
        _ = try user.ended(id)
        #expect(user.output(id) == answer + "\n")
        #expect(!FileManager.default.fileExists(atPath: user.work + "/A"))
    }

    @Test func `two questions at once queue up, and each gets its answer`() throws {
        let id = try user.launch(
            """
            "\(program)" ask one > 1 & "\(program)" ask two > 2 & wait; cat 1 2
            """)
        try wait(for: "both questions") {
            user.record(id)?["questions"]?.array?.count == 2
        }
        let first = try #require(user.record(id)?["paused_question"]?.string)
        #expect(try user.run("task", id, "resume", "to", first).exitCode == 0)
        let second = try #require(user.record(id)?["paused_question"]?.string)
        #expect(user.status(id) == "paused")
        #expect(Set([first, second]) == ["one", "two"])
        #expect(try user.run("answer", id, "to", second).exitCode == 0)
        #expect(try user.ended(id)["result"] == "to one\nto two")
    }

    @Test func `the first answer counts, and what asks nothing can't be answered`() throws {
        let id = try user.launch(#""\#(program)" ask "Go on?""#)
        _ = try paused(id)
        #expect(try user.run("task", id, "resume", "yes").exitCode == 0)
        let late = try user.run("task", id, "resume", "no")
        #expect(late.exitCode == 1)
        #expect(late.text == "Task \(id): not found or not paused.\n")
        #expect(try user.ended(id)["result"] == "yes")
        #expect(
            try user.run("task", "nope", "resume", "x").text.contains("not found or not paused"))
        let reply: JSON = [
            "store": .string(user(user.store)), "task": .string(id), "question": "q1",
            "options": [], "text": true,
        ]
        let courier = try user.run("reply", "--via", "desktop", reply.text(), "later")
        #expect(courier.exitCode == 1)
        #expect(courier.text == "Already answered: yes\n")
    }

    @Test func `an answered task waits for a slot`() throws {
        let asking = try user.launch(#"echo "got $("\#(program)" ask "Go on?")""#)
        _ = try paused(asking)
        let gate = try TaskGate(user)
        let other = try user.launch(gate.command)
        try wait(for: "the other one to run") { user.status(other) == "running" }
        #expect(try user.run("task", asking, "resume", "yes").exitCode == 0)
        #expect(user.status(asking) == "paused", "there is one slot, and it is taken")
        gate.open()
        #expect(try user.ended(asking)["result"] == "got yes")
    }

    @Test func `no answer in time is told, and the task goes on`() throws {
        let id = try user.launch(
            #""\#(program)" ask --timeout 0.2 "Anybody?" 2>&1 || echo "code $?""#)
        let record = try user.ended(id)
        #expect(record["result"] == "ringback: no answer: the time was over\ncode 1")
        #expect(record["questions"]?.array?.first?["given_up"] == "the time was over")
    }

    @Test func `a task that is cancelled while it asks is gone, and asks no more`() throws {
        let id = try user.launch(#""\#(program)" ask "Go on?""#)
        _ = try paused(id)
        #expect(try user.run("cancel", id).exitCode == 0)
        #expect(user.status(id) == "cancelled")
        #expect(try user.run("answer").text == "[]\n")
        #expect(user.record(id)?["questions"]?.array?.first?["given_up"] == "the task has ended")
    }

    @Test func `whoever asked can give it up`() throws {
        let id = try user.launch(
            #""\#(program)" ask "Go on?" 2>&1 & echo $! > asker; wait $!; echo "code $?""#)
        _ = try paused(id)
        let asker = try #require(user.home.folder.text("work/asker")?.split(separator: "\n").first)
        kill(try #require(pid_t(asker)), SIGINT)
        #expect(
            try user.ended(id)["result"] == "ringback: no answer: whoever asked has gone\ncode 1")
    }

    @Test func `outside of a task there is nobody to ask for`() throws {
        let outcome = try user.run("ask", "Why?")
        #expect(outcome.exitCode == 1)
        #expect(outcome.text == "")
        #expect(outcome.errorText.hasPrefix("ringback: "))
    }

    @Test func `an agent whose processes were all killed goes on in its session`() throws {
        try user.home.folder.write(
            """
            #!/bin/sh
            printf '%s\\0' "$@" > args
            case "$*" in
            *--resume*) echo '{"type":"result","result":"went on","session_id":"s-1"}' ;;
            *)
                echo '{"hook_event_name":"SessionStart","session_id":"s-1","cwd":"/","source":"startup"}' |
                    "\(program)" hook
                "\(program)" ask "Which region?"
                ;;
            esac

            """, to: "bin/claude")
        unsafe chmod(user("bin/claude"), 0o755)
        let id = try user.launch("agent", "Deploy it")
        _ = try paused(id)
        for pid in user.supervisors { kill(CInt(pid), SIGKILL) }
        try wait(for: "the end of all") { user.supervisors.isEmpty }
        _ = try user.run("list")
        #expect(user.status(id) == "paused", "no question is lost")
        #expect(try user.run("task", id, "resume", "eu, please").exitCode == 0)
        let done = try user.ended(id)
        #expect(done["status"] == "completed", "\(done.text())")
        #expect(done["result"] == "went on")
        let words = try #require(user.home.folder.text("work/args")).split(
            separator: "\0", omittingEmptySubsequences: false
        ).dropLast()
        #expect(words.prefix(5) == ["-p", "--output-format", "json", "--resume", "s-1"])
        #expect(words.last == "You asked: Which region?\n\nThe answer: eu, please")
    }
}
