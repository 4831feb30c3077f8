internal import RingbackSystem
internal import CommandLineKit
internal import LosslessJSON
internal import ModelContext
internal import RingbackModel
internal import TaskStore

/// The tools: each is in a file of its own.
struct MCPTools {
    let invocation: Invocation
    let context: CommandContext

    init(_ invocation: Invocation, _ context: CommandContext) {
        self.invocation = invocation
        self.context = context
    }

    var all: [Tool] {
        [
            dispatch, parallelDispatch, list, get, wait, cancel, reportProgress, complete, escalate,
        ]
    }

    /// A call's task, by its id or the begin of it.
    func task(_ call: ToolCall) throws -> (store: TaskStore, record: TaskRecord) {
        try invocation.task(call.text("task_id") ?? "", context)
    }

    /// The task that this server's agent runs in.
    func ownTask() throws -> (store: TaskStore, record: TaskRecord) {
        guard context.environment["RINGBACK_TASK_ID"] != nil else {
            throw Failure(
                "you are not inside a background task of Ringback, so there is nothing to tell "
                    + "of; talk to the person directly")
        }
        return try context.ownTask()
    }
}

extension ToolCall {
    /// An argument that is a text; an empty one counts as missing.
    func text(_ name: String) -> String? {
        arguments[name]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }

    func texts(_ name: String) -> [String] {
        arguments[name]?.array?.compactMap(\.string) ?? []
    }
}

/// The words that schemas are made of.
enum Schema {
    static func object(_ properties: JSON, required: [String] = []) -> JSON {
        [
            "type": "object", "properties": properties,
            "required": .array(required.map(JSON.string)), "additionalProperties": false,
        ]
    }

    static func text(_ description: String, mayBeEmpty: Bool = false) -> JSON {
        var schema: JSONObject = ["type": "string", "description": .string(description)]
        if !mayBeEmpty { schema["minLength"] = 1 }
        return .object(schema)
    }

    static func choice(_ words: [String], _ description: String) -> JSON {
        [
            "type": "string", "enum": .array(words.map(JSON.string)),
            "description": .string(description),
        ]
    }

    static func seconds(_ description: String) -> JSON {
        ["type": "number", "exclusiveMinimum": 0, "description": .string(description)]
    }

    static func flag(_ description: String) -> JSON {
        ["type": "boolean", "description": .string(description)]
    }

    static func integer(_ range: ClosedRange<Int>, _ description: String) -> JSON {
        [
            "type": "integer", "minimum": .integer(range.lowerBound),
            "maximum": .integer(range.upperBound), "description": .string(description),
        ]
    }

    static func list(_ items: JSON, _ count: ClosedRange<Int>, _ description: String) -> JSON {
        [
            "type": "array", "items": items, "minItems": .integer(count.lowerBound),
            "maxItems": .integer(count.upperBound), "description": .string(description),
        ]
    }

    static let taskID = text("The task's id, or the begin of it")

    /// What a result may have besides.
    static func result(_ properties: JSON, required: [String]) -> JSON {
        [
            "type": "object", "properties": properties,
            "required": .array(required.map(JSON.string)),
        ]
    }
}
