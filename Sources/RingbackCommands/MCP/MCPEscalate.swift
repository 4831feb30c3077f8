internal import LosslessJSON
internal import ModelContext
internal import RingbackModel

extension MCPTools {
    var escalate: Tool {
        Tool(
            "escalate_question", title: "Ask the person",
            description: """
                For an agent that runs inside a background task: asks the person who is \
                responsible for it and waits for the answer, which may take long. The task is \
                paused meanwhile and the person is alerted. Use it for a decision that is not \
                yours, or when you can't go on without a fact; else decide yourself. One clear \
                question, with 'options' where the answers can be named.
                """,
            input: Schema.object(
                [
                    "question": Schema.text("The question, with what is needed to decide"),
                    "options": Schema.list(
                        Schema.text("An answer"), 0...8,
                        "The answers to choose from; the person may still say something else"),
                    "timeout": Schema.seconds("How many seconds to wait at most; else any time"),
                ], required: ["question"]),
            output: Schema.result(
                [
                    "answer": ["type": "string"],
                    "via": ["type": "string", "description": "Where the person answered"],
                ], required: ["answer"]),
            traits: .init(openWorld: true), isPatient: true
        ) { call in
            let (_, record) = try ownTask()
            let question = MCPQuestion(
                text: call.text("question") ?? "", options: call.texts("options"),
                seconds: call.arguments["timeout"]?.double)
            let answer = try question.ask(context) {
                call.tell(
                    "task \(record.id) waits for its person's answer", total: question.seconds)
            }
            return ToolResult(answer["answer"]?.string ?? "", answer)
        }
    }
}
