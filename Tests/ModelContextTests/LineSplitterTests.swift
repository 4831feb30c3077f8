import ModelContext
import Testing

@Suite struct LineSplitterTests {
    private func lines(_ pieces: [String], limit: Int = .max) -> [LineSplitter.Line] {
        var splitter = LineSplitter(limit: limit)
        let lines = pieces.flatMap { splitter.add(Array($0.utf8)[...]) }
        return lines + [splitter.finish()].compactMap(\.self)
    }

    private func whole(_ text: String) -> LineSplitter.Line { .whole(Array(text.utf8)) }

    @Test(arguments: [
        (["one\ntwo\n"], ["one", "two"]), (["o", "ne", "\n", "two"], ["one", "two"]),
        (["one\r\n", "\n", "  \n", "two\n"], ["one\r", "two"]), ([""], []), (["\n\n"], []),
    ])
    func `lines are whole, however they come; blank ones are none`(
        _ pieces: [String], _ expected: [String]
    ) { #expect(lines(pieces) == expected.map(whole)) }

    @Test(arguments: [
        ["12345\nfour\n"], ["123", "45\nfour\n"], ["1234", "5", "6789", "\nfour"],
    ])
    func `a line that is too long is told once, and the next one is whole`(_ pieces: [String]) {
        #expect(lines(pieces, limit: 4) == [.tooLong, whole("four")])
    }

    @Test func `the last line may be too long as well`() {
        #expect(lines(["four\n12345"], limit: 4) == [whole("four"), .tooLong])
    }
}
