package import LosslessJSON

/// Something that a task asks its person, and what became of it: an entry of the record's
/// `questions`, which are kept as the task's history.
package struct Question: Equatable, Sendable {
    package var id: String
    package var text: String
    /// The answers to choose from; empty: any text.
    package var options: [String]
    package var asked: Timestamp
    package var answer: String?
    /// When it was answered, or given up.
    package var closed: Timestamp?
    /// By which way the answer came: `terminal`, `desktop`, `telegram`, …
    package var via: String?
    /// Why there is no answer: the time was over, or the task.
    package var givenUp: String?

    package init(id: String, text: String, options: [String], asked: Timestamp) {
        self.id = id
        self.text = text
        self.options = options
        self.asked = asked
    }

    /// Whether it still waits for an answer.
    package var isOpen: Bool { closed == nil }

    package init?(_ json: JSON) {
        guard let id = json["id"]?.string, let text = json["question"]?.string,
            let asked = json["asked_at"]?.string.flatMap(Timestamp.init)
        else { return nil }
        self.id = id
        self.text = text
        self.asked = asked
        options = json["options"]?.array?.compactMap(\.string) ?? []
        answer = json["answer"]?.string
        closed = json["closed_at"]?.string.flatMap(Timestamp.init)
        via = json["via"]?.string
        givenUp = json["given_up"]?.string
    }

    package var json: JSON {
        var object: JSONObject = [
            "id": .string(id), "question": .string(text),
            "options": .array(options.map(JSON.string)), "asked_at": .string(asked.text()),
            "answer": .text(answer), "closed_at": .text(closed?.text()), "via": .text(via),
            "given_up": .text(givenUp),
        ]
        object.dropNulls()
        return .object(object)
    }

    /// The answer that a person's words mean: an option by its number or its text, else the words.
    package func answer(meantBy words: String) -> String {
        let trimmed = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if let number = Int(trimmed), options.indices.contains(number - 1) {
            return options[number - 1]
        }
        let lowered = trimmed.lowercased()
        return options.first { $0.lowercased() == lowered } ?? words
    }
}
