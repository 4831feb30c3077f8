import LosslessJSON
import RingbackModel
import Testing

/// The whole state machine: what each move makes of a task in each state.
@Suite struct TransitionTests {
    /// A state after the move; with `!` the task has ended by it, with `>` it runs again, with `^`
    /// it has started.
    private static let table = """
        move                 | pending    | running    | paused     | completed  | failed     | cancelled
        observe              | pending    | running    | paused     | completed  | failed     | cancelled
        start                | running^   | running    | paused     | completed  | failed     | cancelled
        begin known          | pending    | running    | paused     | completed  | failed     | cancelled
        begin new            | pending    | running    | paused     | running>   | running>   | running>
        end completed        | completed! | completed! | completed! | completed  | failed     | cancelled
        end failed           | failed!    | failed!    | failed!    | completed  | failed     | cancelled
        end cancelled        | cancelled! | cancelled! | cancelled! | completed  | failed     | cancelled
        end inferred         | completed! | completed! | completed! | completed  | failed     | cancelled
        end in the same words| completed! | completed! | completed! | completed  | failed     | cancelled
        end in new words     | completed! | completed! | completed! | completed! | completed! | completed!
        end in no words      | completed! | completed! | completed! | completed  | failed     | cancelled
        session ended        | pending    | running    | paused     | completed  | failed     | cancelled
        """

    private static let moves: [String: (TaskChange.Move, run: String?)] = [
        "observe": (.observe, nil),
        "start": (.start, nil),
        "begin known": (.begin, "first"),
        "begin new": (.begin, "second"),
        "end completed": (.end(TaskEnd(.completed, result: "told")), nil),
        "end failed": (.end(TaskEnd(.failed, error: "Exit code 3", exitCode: 3)), nil),
        "end cancelled": (.end(TaskEnd(.cancelled)), nil),
        "end inferred": (.end(TaskEnd(.completed, isInferred: true)), nil),
        "end in the same words": (.end(words("known")), nil),
        "end in new words": (.end(words("new")), nil),
        "end in no words": (.end(words("")), nil),
        "session ended": (.sessionEnded, nil),
    ]

    private static func words(_ text: String) -> TaskEnd {
        var end = TaskEnd(.completed, result: text)
        end.isOwnWords = true
        return end
    }

    private static let transitions: [Character: TaskTransition] = [
        "!": .ended, ">": .resumed, "^": .started,
    ]

    struct Case: Sendable, CustomTestStringConvertible {
        var move: String
        var from: TaskStatus
        var to: TaskStatus?
        var transition: TaskTransition
        var testDescription: String { "\(move): \(from)" }
    }

    static let cases: [Case] = {
        let rows = table.split(separator: "\n").map { row in
            row.split(separator: "|").map { cell in
                cell.reversed().drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)
            }
        }
        return rows.dropFirst().flatMap { row in
            zip(rows[0], row).dropFirst().compactMap { state, cell in
                let word = cell.filter(\.isLetter)
                return TaskStatus(rawValue: String(state)).map { from in
                    Case(
                        move: String(row[0]), from: from, to: TaskStatus(rawValue: String(word)),
                        transition: transitions[cell.last ?? " "] ?? .none)
                }
            }
        }
    }()

    @Test func `the table speaks of every move and every state`() {
        #expect(Self.cases.count == Self.moves.count * TaskStatus.allCases.count)
        #expect(Set(Self.cases.map(\.move)) == Set(Self.moves.keys))
    }

    @Test(arguments: cases)
    func `a move leads where the table says`(_ example: Case) throws {
        let (move, run) = try #require(Self.moves[example.move])
        var record = TaskRecord(id: "t", status: example.from, created: Timestamp(milliseconds: 0))
        record.runs = ["first"]
        if example.from.isTerminal {
            record[text: .result] = "known"
            record[time: .completed] = Timestamp(milliseconds: 1)
        }
        let before = record
        let now = Timestamp(milliseconds: 5000)
        let transition = record.apply(TaskChange(id: "t", move: move, run: run), at: now)
        #expect(record.status == example.to)
        #expect(transition == example.transition)
        switch transition {
        case .ended:
            #expect(record[time: .completed] == now)
            #expect(record.ends == before.ends + 1)
        case .resumed:
            #expect(record[time: .completed] == nil)
            #expect(record[time: .started] == now)
            #expect(record.ends == before.ends)
        default:
            #expect(record[time: .completed] == before[time: .completed])
            #expect(record[text: .result] == before[text: .result])
            #expect(record.ends == before.ends)
        }
    }

    @Test(arguments: TaskStatus.allCases)
    func `terminal are those that end a task`(_ status: TaskStatus) {
        #expect(status.isTerminal == [.completed, .failed, .cancelled].contains(status))
    }
}
