package import RingbackModel

/// Reads the `<task-notification>` blocks by which Claude Code tells its model of ended work.
///
/// Source: recorded UserPromptSubmit events and transcripts of Claude Code 2.1.329.
package enum TaskReportParser {
    private static let open = "<task-notification>"
    private static let close = "</task-notification>"

    /// The reports of a prompt that begins with one; a person's prompt has none.
    package static func reports(in prompt: String) -> [HookEvent.TaskReport] {
        guard prompt.utf8.starts(with: open.utf8) else { return [] }
        var reports: [HookEvent.TaskReport] = []
        var rest = prompt[...]
        while let start = rest.index(behind: open) {
            // A result may quote anything, so a block runs to where the next one begins.
            let next = nextBlock(in: rest[start...]) ?? rest.endIndex
            if let report = report(rest[start..<next]) { reports.append(report) }
            rest = rest[next...]
        }
        return reports
    }

    /// Where a block begins that stands right behind the end of another: one that is quoted does not.
    private static func nextBlock(in text: Substring) -> Substring.Index? {
        var rest = text
        while let found = rest.index(of: "\n" + open) {
            var before = text[..<found]
            while before.last?.isWhitespace == true { before.removeLast() }
            if before.hasSuffix(close) { return found }
            rest = rest[text.utf8.index(after: found)...]
        }
        return nil
    }

    private static func report(_ block: Substring) -> HookEvent.TaskReport? {
        let head = block[..<(block.index(of: "<result>") ?? block.endIndex)]
        guard let id = tag("task-id", in: head), let status = tag("status", in: head) else {
            return nil
        }
        let tail = block[(block.lastIndex(of: "</result>") ?? block.startIndex)...]
        return HookEvent.TaskReport(
            id: id, toolUse: tag("tool-use-id", in: head), outputFile: tag("output-file", in: head),
            status: status, summary: tag("summary", in: head) ?? "", result: result(block),
            milliseconds: tag("duration_ms", in: tail).flatMap { Int($0) })
    }

    private static func result(_ block: Substring) -> String? {
        guard let start = block.index(behind: "<result>"),
            let end = block.lastIndex(of: "</result>"), start <= end
        else { return nil }
        return String(block[start..<end])
    }

    private static func tag(_ name: String, in text: Substring) -> String? {
        guard let start = text.index(behind: "<\(name)>"),
            let end = text[start...].index(of: "</\(name)>")
        else { return nil }
        return String(text[start..<end])
    }
}

extension Substring {
    /// Where a text stands first. Compares bytes: prompts can be long.
    func index(of text: String) -> Index? {
        guard let first = text.utf8.first else { return nil }
        var start = startIndex
        while let found = utf8[start...].firstIndex(of: first) {
            if utf8[found...].starts(with: text.utf8) { return found }
            start = utf8.index(after: found)
        }
        return nil
    }

    /// The place behind the first such text.
    func index(behind text: String) -> Index? {
        index(of: text).map { utf8.index($0, offsetBy: text.utf8.count) }
    }

    /// Where a text stands last.
    func lastIndex(of text: String) -> Index? {
        var found: Index?
        var rest = self
        while let next = rest.index(of: text) {
            found = next
            rest = self[utf8.index(next, offsetBy: text.utf8.count)...]
        }
        return found
    }
}
