package import LosslessJSON

/// Looks whether a value is what a schema says. Knows the words that schemas here are made of:
/// `type`, `properties`, `required`, `additionalProperties`, `items`, `enum`, and the limits of
/// numbers, texts and lists.
package enum SchemaCheck {
    /// What is wrong, in a line for a model to mend it by; `nil`: nothing.
    package static func problem(_ value: JSON, _ schema: JSON) -> String? {
        problem(value, schema, "arguments")
    }

    private static func problem(_ value: JSON, _ schema: JSON, _ place: String) -> String? {
        if let type = schema["type"]?.string, !hasType(type, value) {
            return "\(place): \(value.kind) where \(name(of: type)) is expected"
        }
        if let allowed = schema["enum"]?.array, !allowed.contains(value) {
            let words = allowed.map { $0.string ?? $0.text() }.joined(separator: ", ")
            return "\(place) can't be \(shown(value)); allowed: \(words)"
        }
        switch value {
        case .number: return numberProblem(value.double ?? 0, schema, place)
        case .string(let text): return textProblem(text, schema, place)
        case .array(let elements): return listProblem(elements, schema, place)
        case .object(let object): return objectProblem(object, schema, place)
        case .null, .bool: return nil
        }
    }

    private static func hasType(_ type: String, _ value: JSON) -> Bool {
        switch type {
        case "object": value.object != nil
        case "array": value.array != nil
        case "string": value.string != nil
        case "boolean": value.bool != nil
        case "integer": value.int != nil
        case "number": value.double?.isFinite == true
        default: true
        }
    }

    private static func name(of type: String) -> String {
        switch type {
        case "object": "an object"
        case "array": "a list"
        case "string": "a text"
        case "boolean": "true or false"
        case "integer": "a whole number"
        default: "a number"
        }
    }

    private static func shown(_ value: JSON) -> String {
        let text = value.text()
        return text.count > 60 ? text.prefix(59) + "…" : text
    }

    private static func numberProblem(
        _ number: Double, _ schema: JSON, _ place: String
    ) -> String? {
        if let least = schema["minimum"]?.double, number < least {
            return "\(place) must be at least \(schema["minimum"]?.text() ?? "")"
        }
        if let bound = schema["exclusiveMinimum"]?.double, number <= bound {
            return "\(place) must be above \(schema["exclusiveMinimum"]?.text() ?? "")"
        }
        if let most = schema["maximum"]?.double, number > most {
            return "\(place) must be at most \(schema["maximum"]?.text() ?? "")"
        }
        return nil
    }

    private static func textProblem(_ text: String, _ schema: JSON, _ place: String) -> String? {
        let isBlank = text.allSatisfy(\.isWhitespace)
        return isBlank && schema["minLength"] != nil ? "\(place) is empty" : nil
    }

    private static func listProblem(_ list: [JSON], _ schema: JSON, _ place: String) -> String? {
        if let least = schema["minItems"]?.int, list.count < least {
            return "\(place) must have \(least) elements at least, this has \(list.count)"
        }
        if let most = schema["maxItems"]?.int, list.count > most {
            return "\(place) may have \(most) elements at most, this has \(list.count)"
        }
        guard let items = schema["items"] else { return nil }
        return list.enumerated().lazy.compactMap { index, element in
            problem(element, items, "\(place)[\(index)]")
        }.first
    }

    private static func objectProblem(
        _ object: JSONObject, _ schema: JSON, _ place: String
    ) -> String? {
        let properties = schema["properties"]?.object ?? [:]
        let prefix = place == "arguments" ? "" : place + "."
        for name in schema["required"]?.array?.compactMap(\.string) ?? [] where object[name] == nil
        {
            return "\(prefix)\(name) is missing"
        }
        for member in object.members {
            let name = prefix + member.key
            if let property = properties[member.key] {
                if let problem = problem(member.value, property, name) { return problem }
            } else if schema["additionalProperties"] == false {
                let known = properties.members.map(\.key).joined(separator: ", ")
                return "there is no '\(name)'; allowed: \(known.isEmpty ? "nothing" : known)"
            } else if let others = schema["additionalProperties"],
                let problem = problem(member.value, others, name)
            {
                return problem
            }
        }
        return nil
    }
}
