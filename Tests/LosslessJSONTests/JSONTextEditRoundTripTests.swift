import LosslessJSON
import Testing

/// Edits of many texts with space and comments in every place, made from a fixed seed.
@Suite struct JSONTextEditRoundTripTests {
    @Test(arguments: 0..<300)
    func `what is added and removed again leaves no trace`(_ seed: Int) throws {
        var generator = TextGenerator(seed: seed)
        let text = Array(generator.text().utf8)
        let original = try JSONTextEdit(text)
        for path in containers(in: original.root, at: []) {
            let container = try #require(original.node(at: path))
            let count = container.members?.count ?? container.elements?.count ?? 0
            var edit = original
            let place: JSONTextEdit.Step
            if container.members != nil {
                place = .member("new")
                edit.insert(["n": [1]], as: "new", intoObjectAt: path)
            } else {
                place = .element(count)
                edit.append(["n": [1]], toArrayAt: path)
            }
            #expect(edit.node(at: path + [place])?.value == ["n": [1]])
            edit.remove(at: path + [place])
            #expect(edit.root.value == original.root.value)
            // The space in what was empty is not kept.
            if count > 0 { #expect(edit.bytes == text) }
        }
    }

    @Test(arguments: 0..<300)
    func `a removal takes one value and leaves the others`(_ seed: Int) throws {
        var generator = TextGenerator(seed: seed)
        let original = try JSONTextEdit(Array(generator.text().utf8))
        for path in containers(in: original.root, at: []) {
            guard let elements = original.node(at: path)?.elements else { continue }
            for index in elements.indices {
                var edit = original
                let done = edit.remove(at: path + [.element(index)])
                var expected = elements.map(\.value)
                expected.remove(at: index)
                #expect(done && edit.node(at: path)?.value == .array(expected))
            }
        }
    }

    private func containers(
        in node: JSONSyntax, at path: [JSONTextEdit.Step]
    ) -> [[JSONTextEdit.Step]] {
        let inMembers = (node.members ?? []).flatMap {
            containers(in: $0.value, at: path + [.member($0.key)])
        }
        let inElements = (node.elements ?? []).enumerated().flatMap { index, element in
            containers(in: element, at: path + [.element(index)])
        }
        let isContainer = node.members != nil || node.elements != nil
        return (isContainer ? [path] : []) + inMembers + inElements
    }
}

/// Makes JSON texts that nobody would write, the same for the same seed.
private struct TextGenerator {
    private var state: UInt64
    private let gaps: [String]

    init(seed: Int) {
        state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        gaps =
            [
                [""], ["", " ", "", "/*c,]}*/"],
                [" // x } ] ,\n ", "/* y\n */", "\n\n  ", "\r\n\t", "\n  ", "\n  ", "\n", " ", ""],
            ][seed % 3]
    }

    mutating func text() -> String { gap() + value(depth: 0) + gap() }

    /// Source: S. Vigna, "SplitMix64".
    private mutating func random(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    private mutating func gap() -> String { gaps[random(gaps.count)] }

    private mutating func value(depth: Int) -> String {
        let kind = random(depth > 2 ? 3 : 6)
        if kind < 3, depth > 0 { return ["1.0", #""a\"b,}""#, "null"][kind] }
        let isObject = kind % 2 == 0
        let count = random(4)
        var text = isObject ? "{" : "["
        for index in 0..<count {
            text += gap()
            if isObject { text += "\"k\(index)\"" + gap() + ":" + gap() }
            text += value(depth: depth + 1) + gap()
            if index < count - 1 || random(4) == 0 { text += "," }
        }
        return text + gap() + (isObject ? "}" : "]")
    }
}
