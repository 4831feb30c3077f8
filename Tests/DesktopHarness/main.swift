internal import DesktopChannel
internal import Glibc
internal import LosslessJSON
internal import RingbackSystem

// Does what stdin asks for, a JSON object a line, by one desktop channel, and answers with another.
// GIO has one session bus for a process: so each test of the channel has a process of its own.
// With `courier PROGRAM` it is a courier that has this channel alone, and leaves at once when idle.

let words = Array(CommandLine.arguments.dropFirst())
let channel = DesktopChannel(environment: .process, runtimeFolder: words.first ?? "/nowhere")
if words.count == 3, words[1] == "courier" { exit(live(channel, program: words[2])) }

while let line = readLine() {
    guard let request = try? JSON.parse(line) else { continue }
    let begin = Clock.monotonicNanoseconds()
    var result = channel.answer(request)
    result["ms"] = .number(String(Double(Clock.monotonicNanoseconds() - begin) / 1e6))
    print(JSON.object(result).text())
    fflush(nil)
}
