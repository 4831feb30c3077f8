internal import LosslessJSON
internal import RingbackModel

/// What an agent's program says at its end, where it says it in JSON: Claude Code and Droid with
/// `-o json` or `stream-json` (`result`, `session_id`, `num_turns`, `is_error`), Gemini CLI
/// (`response`).
struct AgentAnswer: Equatable {
    var text: String
    var isError: Bool
    /// What the record is to have of it.
    var details: JSONObject

    /// Reads what an agent's program has written; `nil` where it is no such JSON.
    init?(_ output: String) {
        guard let object = Self.object(in: output),
            let text = object["result"]?.string ?? object["response"]?.string
                ?? (object["is_error"]?.bool == true ? "" : nil)
        else { return nil }
        self.text = text
        isError = object["is_error"]?.bool ?? (object["error"]?.object != nil)
        details = [:]
        let session = JSON.text(object["session_id"]?.string ?? object["sessionId"]?.string)
        details["session_id"] = session
        details["agent_session_id"] = session
        details["turns"] = object["num_turns"]?.int.map { .integer($0) }
        details["cost_usd"] =
            object["total_cost_usd"]?.double == nil
            ? nil : object["total_cost_usd"]
        details.dropNulls()
    }

    /// The whole output, or its last line.
    private static func object(in output: String) -> JSONObject? {
        guard output.hasSuffix("}") else { return nil }
        if let object = try? JSON.parse(Array(output.utf8)).object { return object }
        guard let line = output.split(separator: "\n").last else { return nil }
        return try? JSON.parse(Array(line.utf8)).object
    }
}
