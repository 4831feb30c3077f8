package import LosslessJSON

/// What an alert wants to be answered: the question, and who is told of the answer.
package struct Ask: Equatable, Sendable {
    /// Who waits for the answer.
    package enum Asker: Equatable, Sendable {
        /// A question of a task: the store's folder, the task's id, the question's id.
        case task(store: String, id: String, question: String)
        /// A request for permission, by the name that its hook waits under.
        case permission(String)
    }

    package var asker: Asker
    /// The answers to choose from; empty: any text.
    package var options: [String]
    /// Whether a text of the person's own is an answer too.
    package var takesText: Bool

    package init(_ asker: Asker, options: [String], takesText: Bool) {
        self.asker = asker
        self.options = options
        self.takesText = takesText
    }
}

extension Ask {
    package init?(_ json: JSON?) {
        guard let json, let options = json["options"]?.array?.compactMap(\.string) else {
            return nil
        }
        if let store = json["store"]?.string, let id = json["task"]?.string,
            let question = json["question"]?.string
        {
            asker = .task(store: store, id: id, question: question)
        } else if let name = json["permission"]?.string {
            asker = .permission(name)
        } else {
            return nil
        }
        self.options = options
        takesText = json["text"]?.bool ?? false
    }

    package var json: JSON {
        var object: JSONObject = [
            "options": .array(options.map(JSON.string)), "text": .bool(takesText),
        ]
        switch asker {
        case .task(let store, let id, let question):
            object["store"] = .string(store)
            object["task"] = .string(id)
            object["question"] = .string(question)
        case .permission(let name): object["permission"] = .string(name)
        }
        return .object(object)
    }
}
