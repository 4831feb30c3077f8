import LosslessJSON
import Testing

@testable import TaskRunner

@Suite struct AgentAnswerTests {
    @Test("an agent's JSON gives its answer, its session and its turns")
    func claude() {
        let answer = AgentAnswer(
            #"{"type":"result","is_error":false,"result":"Done.","session_id":"s1","num_turns":3,"total_cost_usd":0.25}"#
        )
        #expect(answer?.text == "Done.")
        #expect(answer?.isError == false)
        #expect(answer?.details["session_id"] == "s1")
        #expect(answer?.details["turns"] == 3)
        #expect(answer?.details["cost_usd"]?.double == 0.25)
    }

    @Test("of a stream the last line counts")
    func stream() {
        let answer = AgentAnswer(
            "{\"type\":\"system\"}\n{\"type\":\"result\",\"result\":\"R\",\"sessionId\":\"s2\"}")
        #expect(answer?.text == "R")
        #expect(answer?.details["session_id"] == "s2")
    }

    @Test("an error that a program exits with 0 for is seen")
    func error() {
        let answer = AgentAnswer(#"{"is_error":true,"result":"no credit"}"#)
        #expect(answer?.isError == true)
        #expect(answer?.text == "no credit")
    }

    @Test(
        "what is no answer in JSON is none",
        arguments: ["", "plain text", "{}", "{\"a\":1}", "[1]", "{broken}", "text {\"result\":1}"])
    func none(output: String) { #expect(AgentAnswer(output) == nil) }

    @Test("Gemini's answer is read too")
    func gemini() { #expect(AgentAnswer(#"{"response":"Hi","stats":{}}"#)?.text == "Hi") }
}
