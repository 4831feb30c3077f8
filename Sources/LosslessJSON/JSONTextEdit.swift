/// Edits a JSON text in place: order, comments, indentation, line ends and all that is not edited
/// stay byte for byte as they are. What is added is laid out as its surroundings are.
///
/// An edit that names a place which is not there changes nothing and returns `false`.
package struct JSONTextEdit: Sendable {
    /// A step from a value to one inside it.
    package enum Step: Equatable, Sendable {
        case member(String)
        case element(Int)
    }

    package private(set) var bytes: [UInt8]
    /// What the text says now.
    package private(set) var root: JSONSyntax

    /// - Throws: ``JSONError`` where the text is no JSON.
    package init(_ bytes: [UInt8]) throws(JSONError) {
        self.bytes = bytes
        root = try JSONSyntax.parse(bytes)
    }

    /// The value at a place; `nil` where there is none.
    package func node(at path: [Step]) -> JSONSyntax? { root.node(at: path[...]) }

    /// Adds a member behind those that the object has.
    @discardableResult
    package mutating func insert(_ value: JSON, as key: String, intoObjectAt path: [Step]) -> Bool {
        guard let object = node(at: path), object.members != nil else { return false }
        return add(.object(JSONObject([(key, value)])), to: object)
    }

    /// Adds an element behind those that the list has.
    @discardableResult
    package mutating func append(_ value: JSON, toArrayAt path: [Step]) -> Bool {
        guard let array = node(at: path), array.elements != nil else { return false }
        return add(.array([value]), to: array)
    }

    /// Puts a value in the place of another.
    @discardableResult
    package mutating func replace(at path: [Step], with value: JSON) -> Bool {
        guard let old = node(at: path) else { return false }
        let style = JSONTextStyle(bytes, root)
        let indent = JSONTextStyle.lineIndent(at: old.range.lowerBound, in: bytes)
        let isWide = style.isMultiline && bytes[old.range].contains(0x0A)
        let text = isWide ? style.lines(value, indent: indent) : value.bytes()
        return apply([(old.range, text)])
    }

    /// Removes a member or an element, its comma with it; comments before and behind it stay.
    @discardableResult
    package mutating func remove(at path: [Step]) -> Bool {
        guard let last = path.last, let container = node(at: path.dropLast()),
            let index = container.index(of: last)
        else { return false }
        let children = container.children
        let child = children[index]
        let comma = self.comma(behind: child)
        let before =
            index == 0
            ? container.range.lowerBound + 1
            : (self.comma(behind: children[index - 1]) ?? children[index - 1].upperBound - 1) + 1
        let space = JSONTrivia(bytes, from: before)
        var removed = space.contentEnd..<(comma.map { $0 + 1 } ?? child.upperBound)
        if children.count == 1 {
            let inside = (container.range.lowerBound + 1)..<(container.range.upperBound - 1)
            let isAlone =
                bytes[inside.lowerBound..<child.lowerBound].allSatisfy(JSONTrivia.isSpace)
                && bytes[removed.upperBound..<inside.upperBound].allSatisfy(JSONTrivia.isSpace)
            if isAlone { return apply([(inside, [])]) }
        } else if index == 0, !bytes[removed.lowerBound..<child.lowerBound].contains(0x0A) {
            // `{"a": 1, "b": 2}`: the space behind the comma stood for the one before the next.
            removed = child.lowerBound..<JSONTrivia.spaceEnd(bytes, from: removed.upperBound)
        }
        if space.endsInLineComment, !JSONTrivia.endsLine(bytes, at: removed.upperBound) {
            removed = child.lowerBound..<removed.upperBound
        }
        var edits = [(removed, [UInt8]())]
        if comma == nil, index > 0, let previous = self.comma(behind: children[index - 1]) {
            edits.append((previous..<(previous + 1), []))
        }
        return apply(edits)
    }

    /// Adds the one child of `wrapped` to a container of its kind.
    private mutating func add(_ wrapped: JSON, to container: JSONSyntax) -> Bool {
        let style = JSONTextStyle(bytes, root)
        guard let last = container.children.last else { return fill(container, wrapped, style) }
        let comma = self.comma(behind: last)
        let before = container.children.dropLast().last?.upperBound ?? container.range.lowerBound
        let gap = bytes[before..<last.lowerBound]
        guard gap.contains(0x0A) else {
            let space = container.children.count > 1 && gap.last == UInt8(ascii: ",") ? "" : " "
            let text = Array(space.utf8) + style.line(wrapped)
            if let comma { return apply([((comma + 1)..<(comma + 1), text + [0x2C])]) }
            return apply([(last.upperBound..<last.upperBound, [0x2C] + text)])
        }
        let indent = JSONTextStyle.lineIndent(at: last.lowerBound, in: bytes)
        let end = JSONTrivia(bytes, from: comma.map { $0 + 1 } ?? last.upperBound).contentEnd
        let text = style.newline + indent + style.child(wrapped, indent: indent)
        if comma != nil { return apply([(end..<end, text + [0x2C])]) }
        return apply([(end..<end, text), (last.upperBound..<last.upperBound, [0x2C])])
    }

    /// Puts the one child of `wrapped` into a container that has none.
    private mutating func fill(
        _ container: JSONSyntax, _ wrapped: JSON, _ style: JSONTextStyle
    ) -> Bool {
        let end = container.range.upperBound - 1
        let inside = JSONTrivia(bytes, from: container.range.lowerBound + 1)
        let indent = JSONTextStyle.lineIndent(at: container.range.lowerBound, in: bytes)
        guard style.isMultiline || bytes[container.range].contains(0x0A) else {
            return apply([(inside.contentEnd..<end, style.line(wrapped))])
        }
        let childIndent = indent + style.unit
        let text =
            style.newline + childIndent + style.child(wrapped, indent: childIndent) + style.newline
            + indent
        return apply([(inside.contentEnd..<end, text)])
    }

    private func comma(behind child: Range<Int>) -> Int? {
        let end = JSONTrivia(bytes, from: child.upperBound).end
        return bytes[end] == UInt8(ascii: ",") ? end : nil
    }

    /// Makes the edits, given from the last to the first; an outcome that is no JSON is dropped.
    private mutating func apply(_ edits: [(range: Range<Int>, text: [UInt8])]) -> Bool {
        var edited = bytes
        for edit in edits { edited.replaceSubrange(edit.range, with: edit.text) }
        guard let parsed = try? JSONSyntax.parse(edited) else { return false }
        bytes = edited
        root = parsed
        return true
    }
}

extension JSONSyntax {
    fileprivate func node(at path: ArraySlice<JSONTextEdit.Step>) -> JSONSyntax? {
        guard let step = path.first else { return self }
        guard let index = index(of: step) else { return nil }
        let child = members?[index].value ?? elements?[index]
        return child?.node(at: path.dropFirst())
    }

    fileprivate func index(of step: JSONTextEdit.Step) -> Int? {
        switch step {
        case .member(let key): members?.lastIndex { $0.key == key }
        case .element(let index): elements?.indices.contains(index) == true ? index : nil
        }
    }

    /// Where the members or elements stand, a member's name included.
    fileprivate var children: [Range<Int>] {
        switch content {
        case .scalar: []
        case .array(let elements): elements.map(\.range)
        case .object(let members):
            members.map { $0.keyRange.lowerBound..<$0.value.range.upperBound }
        }
    }
}
