internal import LosslessJSON
internal import RingbackModel
internal import RingbackSystem

extension Ask {
    /// The words after `ringback` that let somebody answer on a terminal.
    var command: [String] {
        switch asker {
        case .task(_, let id, _): ["answer", PlainText.line(id, limit: 100)]
        case .permission(let name): ["answer", PlainText.line(name, limit: 100)]
        }
    }

    /// What is passed on where somebody has chosen an option; `nil` where there is none.
    func answer(_ index: Int) -> String? {
        guard options.indices.contains(index) else { return nil }
        // A number is read as the place of an option.
        return Int(PlainText.line(options[index], limit: 20)) == nil
            ? options[index] : String(index + 1)
    }

    /// What is passed on where somebody has written a text; `nil` where that is no answer.
    func answer(_ text: String) -> String? {
        let text = PlainText.clean(text, limit: 16_384)
        let line = PlainText.line(text, limit: 1000)
        guard !line.isEmpty else { return nil }
        if let option = options.first(where: { $0.lowercased() == line.lowercased() }) {
            return option
        }
        return takesText || options.isEmpty ? text : nil
    }
}

extension Alert {
    /// Whether nobody waits for an answer any more, as the record says that keeps the question.
    var isOver: Bool {
        guard let ask, case .task(let store, let id, let question) = ask.asker else { return false }
        let path = record ?? "\(store)/\(id).json"
        guard let content = try? FileSystem.read(path, limit: 64 << 20) else {
            // Gone, with its task; one that can't be read may come back.
            return FileSystem.status(path) == nil
        }
        guard let json = try? JSON.parse(content) else { return false }
        let asked = json["questions"]?.array?.compactMap(Question.init) ?? []
        let status = json["status"]?.string.flatMap(TaskStatus.init)
        return status?.isTerminal ?? false || asked.contains { $0.id == question && !$0.isOpen }
    }
}
