import LosslessJSON
import ModelContext
import Testing

@Suite struct SchemaCheckTests {
    private static let schema: JSON = [
        "type": "object", "additionalProperties": false, "required": ["name"],
        "properties": [
            "name": ["type": "string", "minLength": 1],
            "kind": ["type": "string", "enum": ["a", "b"]],
            "count": ["type": "integer", "minimum": 0, "maximum": 10],
            "time": ["type": "number", "exclusiveMinimum": 0],
            "flag": ["type": "boolean"],
            "list": ["type": "array", "items": ["type": "string"], "minItems": 1, "maxItems": 2],
            "map": ["type": "object", "additionalProperties": ["type": "string"]],
            "parts": [
                "type": "array",
                "items": [
                    "type": "object", "required": ["id"], "additionalProperties": false,
                    "properties": ["id": ["type": "string"]],
                ],
            ],
        ],
    ]

    @Test(arguments: [
        #"{"name":"x"}"#, #"{"name":"x","kind":"b","count":0,"time":0.1,"flag":false}"#,
        #"{"name":"x","count":10.0,"list":["a","b"],"map":{"A":"1"},"parts":[{"id":"1"}]}"#,
        #"{"name":"x","parts":[]}"#,
    ])
    func `what fits has no problem`(_ text: String) throws {
        #expect(SchemaCheck.problem(try JSON.parse(Array(text.utf8)), Self.schema) == nil)
    }

    @Test(arguments: [
        ("[]", "arguments: a list where an object is expected"),
        ("{}", "name is missing"),
        (#"{"name":" "}"#, "name is empty"), (#"{"name":null}"#, "name: null where a text"),
        (#"{"name":"x","kind":"c"}"#, #"kind can't be "c"; allowed: a, b"#),
        (#"{"name":"x","count":-1}"#, "count must be at least 0"),
        (#"{"name":"x","count":11}"#, "count must be at most 10"),
        (#"{"name":"x","count":1.5}"#, "count: a number where a whole number is expected"),
        (#"{"name":"x","time":0}"#, "time must be above 0"),
        (#"{"name":"x","time":1e999}"#, "time: a number where a number is expected"),
        (#"{"name":"x","time":"5m"}"#, "time: a text where a number is expected"),
        (#"{"name":"x","flag":"yes"}"#, "flag: a text where true or false is expected"),
        (#"{"name":"x","list":[]}"#, "list must have 1 elements at least"),
        (#"{"name":"x","list":["a","b","c"]}"#, "list may have 2 elements at most"),
        (#"{"name":"x","list":["a",1]}"#, "list[1]: a number where a text is expected"),
        (#"{"name":"x","map":{"A":1}}"#, "map.A: a number where a text is expected"),
        (#"{"name":"x","parts":[{"id":"1"},{}]}"#, "parts[1].id is missing"),
        (#"{"name":"x","parts":[{"id":"1","x":1}]}"#, "there is no 'parts[0].x'; allowed: id"),
        (#"{"name":"x","nme":"y"}"#, "there is no 'nme'; allowed: name, kind"),
    ])
    func `what does not fit is named with its place`(_ text: String, _ expected: String) throws {
        let problem = SchemaCheck.problem(try JSON.parse(Array(text.utf8)), Self.schema)
        #expect(problem?.hasPrefix(expected) == true, "\(problem ?? "none")")
    }
}
