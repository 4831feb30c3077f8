import AlertDelivery
import RingbackModel
import RingbackSystem
import TestSupport
import Testing

/// A home with a question, a desktop, a phone, and a script that stands for `ringback`.
struct AskFixture: Sendable {
    let home: CourierFixture
    let desktop: AnsweringChannel
    let phone: AnsweringChannel
    let program: String
    static let group = "question/s/t1/q1"

    /// - Parameter variables: of the courier's environment.
    init(variables: [String: String] = [:]) throws {
        home = try CourierFixture(
            settings: #"{"ringback":{"telegram":{"chat":7}}}"#, variables: variables)
        desktop = AnsweringChannel(.desktop, home.journal)
        phone = AnsweringChannel(.telegram, home.journal)
        try home.folder.write(#"{"id":"t1","status":"paused"}"#, to: "t1.json")
        program = try home.script(
            "ringback",
            """
            printf '%s\\n' "$*" >> '\(home.folder("replies"))'
            cat '\(home.folder("said"))' 2>/dev/null
            exit $(cat '\(home.folder("code"))' 2>/dev/null || echo 0)
            """)
    }

    /// What `ringback reply` says from now on.
    func replies(_ line: String, code: Int) throws {
        try home.folder.write(line, to: "said")
        try home.folder.write("\(code)", to: "code")
    }

    /// How `ringback` was called.
    var calls: [String] {
        (home.folder.text("replies") ?? "").split(separator: "\n").map(String.init)
    }

    /// A question.
    func question(options: [String] = ["yes", "no"], takesText: Bool = false) -> Alert {
        var question = alert("Go on?", .question, session: "s")
        question.group = Self.group
        question.key = Self.group
        question.ask = Ask(
            .task(store: home.folder.path, id: "t1", question: "q1"), options: options,
            takesText: takesText)
        return question
    }

    /// What tells of an answer.
    func answer(_ title: String = "Answered: yes") -> Alert {
        var answer = alert(title, .message, source: "answer", session: "s")
        answer.group = Self.group
        answer.key = Self.group + "/answer"
        answer.urgency = .low
        return answer
    }

    func courier() -> Courier {
        home.courier(channels: [desktop, phone], program: program)
    }

    func put(_ alert: Alert) throws { try home.outbox.put(.show(alert)) }

    var journal: [String] { home.journal.lines }
    var ledger: [AskLedger.Entry] { AskLedger(home.paths).entries() }
}

extension CourierFixture {
    /// The path of a script of a test's own.
    ///
    /// Another program writes it: while a child of ours is born, that would hold it open for
    /// writing, and then nobody could run it.
    func script(_ name: String, _ lines: String) throws -> String {
        let make = "printf '%s\\n' \"$1\" > \"$2\" && chmod 700 \"$2\""
        let words = ["-c", make, "sh", "#!/bin/sh\n" + lines, folder(name)]
        let outcome = try Subprocess.run("/bin/sh", words, milliseconds: 60_000)
        try #require(outcome.exitCode == 0)
        return folder(name)
    }
}
