package import LosslessJSON

/// Something that a client's model may call.
package struct Tool {
    package var name: String
    /// For people.
    package var title: String
    /// For the model.
    package var description: String
    /// What it takes: an object.
    package var input: JSON
    /// What its structured results are; `nil`: it has none.
    package var output: JSON?
    package var traits: Traits
    /// Whether it may wait for long, so that it is stopped where nobody waits for it any more.
    package var isPatient: Bool
    /// Does it, in a process of its own.
    package var run: (ToolCall) throws -> ToolResult

    /// What a client may count on before it asks its person.
    package struct Traits: Equatable, Sendable {
        package var isReadOnly: Bool
        package var isDestructive: Bool
        package var isIdempotent: Bool
        package var isOpenWorld: Bool

        package init(
            readOnly: Bool = false, destructive: Bool = false, idempotent: Bool = false,
            openWorld: Bool = false
        ) {
            isReadOnly = readOnly
            isDestructive = destructive
            isIdempotent = idempotent
            isOpenWorld = openWorld
        }
    }

    package init(
        _ name: String, title: String, description: String, input: JSON, output: JSON?,
        traits: Traits, isPatient: Bool = false,
        run: @escaping (ToolCall) throws -> ToolResult
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.input = input
        self.output = output
        self.traits = traits
        self.isPatient = isPatient
        self.run = run
    }

    /// As `tools/list` has it.
    var json: JSON {
        var object: JSONObject = [
            "name": .string(name), "title": .string(title), "description": .string(description),
            "inputSchema": input,
        ]
        object["outputSchema"] = output
        object["annotations"] = [
            "title": .string(title), "readOnlyHint": .bool(traits.isReadOnly),
            "destructiveHint": .bool(traits.isDestructive),
            "idempotentHint": .bool(traits.isIdempotent),
            "openWorldHint": .bool(traits.isOpenWorld),
        ]
        return .object(object)
    }
}

/// What a tool gave.
package struct ToolResult: Equatable, Sendable {
    /// For the model to read.
    package var text: String
    /// For programs, as the tool's output schema says; `nil`: none.
    package var structure: JSONObject?
    /// Whether it could not do it; the text says why, and what to do.
    package var isError: Bool

    package init(_ text: String, _ structure: JSONObject? = nil) {
        self.text = text
        self.structure = structure
        isError = false
    }

    package static func failure(_ text: String) -> ToolResult {
        var result = ToolResult(text)
        result.isError = true
        return result
    }

    package var json: JSON {
        var object: JSONObject = ["content": [["type": "text", "text": .string(text)]]]
        object["structuredContent"] = structure.map(JSON.object)
        object["isError"] = .bool(isError)
        return .object(object)
    }
}
